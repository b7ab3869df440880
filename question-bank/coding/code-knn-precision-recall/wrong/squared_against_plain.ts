// rejected by: dropped-mode
import * as tf from "@tensorflow/tfjs";

type Points = number[][];

export function precisionRecall(
  realFeatures: tf.Tensor2D,
  fakeFeatures: tf.Tensor2D,
  k = 3,
): { precision: number; recall: number } {
  const [real, fake] = [realFeatures.arraySync(), fakeFeatures.arraySync()];
  return { precision: shareCovered(fake, real, k), recall: shareCovered(real, fake, k) };
}

/** Share of the points that lie in the ball of some other point, whose radius is that of its own set. */
function shareCovered(points: Points, others: Points, k: number): number {
  const radii = others.map((center) => others.map((other) => distance(center, other)).sort((a, b) => a - b)[k]!);
  const covered = points.filter((point) => others.some((center, i) => distance(point, center) ** 2 <= radii[i]!));
  return covered.length / points.length;
}

function distance(a: number[], b: number[]): number {
  return Math.hypot(...a.map((value, j) => value - b[j]!));
}
