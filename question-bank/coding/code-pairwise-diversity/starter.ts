import * as tf from "@tensorflow/tfjs";

/** Mean Euclidean distance over all pairs of rows of features [N, d]. */
export function meanPairwiseDistance(features: tf.Tensor2D): number {
  const count = features.shape[0];
  const [first, second] = [features.slice(0, count - 1), features.slice(1)];
  return first.sub(second).square().sum(1).mean().dataSync()[0]!;
}
