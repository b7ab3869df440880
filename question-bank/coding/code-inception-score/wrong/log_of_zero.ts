// rejected by: all-classes
import * as tf from "@tensorflow/tfjs";

export function inceptionScore(
  probabilities: tf.Tensor2D,
  splits = 1,
): { mean: number; standardDeviation: number } {
  const scores = probabilities.split(splits).map(blockScore);
  const mean = scores.reduce((sum, score) => sum + score, 0) / splits;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / splits;
  return { mean, standardDeviation: Math.sqrt(variance) };
}

function blockScore(rows: tf.Tensor): number {
  const marginal = rows.mean(0, true);
  const ratio = rows.log().sub(marginal.log());
  const divergence = rows.mul(ratio).sum(1).mean();
  return divergence.exp().dataSync()[0]!;
}
