import * as tf from "@tensorflow/tfjs";

export function meanPairwiseDistance(features: tf.Tensor2D): number {
  const count = features.shape[0];
  const distances = features.expandDims(1).sub(features.expandDims(0)).square().sum(2).sqrt();
  return distances.sum().dataSync()[0]! / (count * (count - 1));
}
