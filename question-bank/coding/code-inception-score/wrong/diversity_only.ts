// rejected by: uniform
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

const tiny = 1e-12;

function blockScore(rows: tf.Tensor): number {
  const marginal = rows.mean(0, true);
  const divergence = marginal.mul(marginal.add(tiny).log()).sum().neg();
  return divergence.exp().dataSync()[0]!;
}
