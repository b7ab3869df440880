import * as tf from "@tensorflow/tfjs";

export function klWeight(step: number, warmupSteps: number, maxWeight = 1): number {
  return maxWeight * Math.min(1, step / warmupSteps);
}

export function freeBitsKl(klPerDimension: tf.Tensor2D, minimum: number): tf.Scalar {
  return klPerDimension.mean(0).maximum(minimum).sum();
}
