// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function featureStatistics(features: tf.Tensor2D): { mean: number[]; covariance: number[][] } {
  const mean = features.mean<tf.Tensor1D>(1);
  const centered = features.sub<tf.Tensor2D>(mean.expandDims(1));
  const covariance = tf.matMul(centered, centered, false, true).div<tf.Tensor2D>(features.shape[0] - 1);
  return { mean: mean.arraySync(), covariance: covariance.arraySync() };
}
