// rejected by: permuted
import * as tf from "@tensorflow/tfjs";

export function meanPairwiseDistance(features: tf.Tensor2D): number {
  const steps = features.slice(1).sub(features.slice(0, features.shape[0] - 1));
  return steps.square().sum(1).sqrt().mean().dataSync()[0]!;
}
