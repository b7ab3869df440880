// rejected by: splits
import * as tf from "@tensorflow/tfjs";

export function inceptionScore(
  probabilities: tf.Tensor2D,
  splits = 1,
): { mean: number; standardDeviation: number } {
  const scores = [probabilities].map(blockScore);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
  return { mean, standardDeviation: Math.sqrt(variance) };
}

const tiny = 1e-12;

function blockScore(rows: tf.Tensor): number {
  const marginal = rows.mean(0, true);
  const ratio = rows.add(tiny).log().sub(marginal.add(tiny).log());
  const divergence = rows.mul(ratio).sum(1).mean();
  return divergence.exp().dataSync()[0]!;
}
