// rejected by: splits
import * as tf from "@tensorflow/tfjs";

export function inceptionScore(
  probabilities: tf.Tensor2D,
  splits = 1,
): { mean: number; standardDeviation: number } {
  const marginal = probabilities.mean(0, true);
  const scores = probabilities.split(splits).map((rows) => blockScore(rows, marginal));
  const mean = scores.reduce((sum, score) => sum + score, 0) / splits;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / splits;
  return { mean, standardDeviation: Math.sqrt(variance) };
}

const tiny = 1e-12;

function blockScore(rows: tf.Tensor, marginal: tf.Tensor): number {
  const ratio = rows.add(tiny).log().sub(marginal.add(tiny).log());
  const divergence = rows.mul(ratio).sum(1).mean();
  return divergence.exp().dataSync()[0]!;
}
