// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

type Rows = number[][];

export function memorizationReport(
  generated: tf.Tensor2D,
  training: tf.Tensor2D,
  holdout: tf.Tensor2D,
): { generatedToTraining: number; generatedToHoldout: number; ratio: number; copied: boolean } {
  const [samples, seen, unseen] = [generated.arraySync(), training.arraySync(), holdout.arraySync()];
  const generatedToTraining = median(samples.map((row) => nearest(row, seen)));
  const generatedToHoldout = median(samples.map((row) => nearest(row, unseen)));
  return {
    generatedToTraining,
    generatedToHoldout,
    ratio: generatedToTraining / generatedToHoldout,
    copied: generatedToTraining < 0.1 * generatedToHoldout,
  };
}

function nearest(row: number[], others: Rows): number {
  return Math.min(...others.map((other) => Math.hypot(...row.map((value, j) => value - other[j]!))));
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
