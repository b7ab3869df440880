// rejected by: equal-means
import * as tf from "@tensorflow/tfjs";

export function kernelInceptionDistance(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): number {
  return realFeatures.mean(0).squaredDifference(fakeFeatures.mean(0)).sum().dataSync()[0]!;
}
