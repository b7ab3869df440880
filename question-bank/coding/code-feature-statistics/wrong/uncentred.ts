// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function featureStatistics(features: tf.Tensor2D): { mean: number[]; covariance: number[][] } {
  const mean = features.mean<tf.Tensor1D>(0);
  const centered = features;
  const covariance = tf.matMul(centered, centered, true).div<tf.Tensor2D>(features.shape[0] - 1);
  return { mean: mean.arraySync(), covariance: covariance.arraySync() };
}
