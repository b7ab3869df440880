// rejected by: max-weight
import * as tf from "@tensorflow/tfjs";

export function klWeight(step: number, warmupSteps: number, maxWeight = 1): number {
  return Math.min(1, (maxWeight * step) / warmupSteps);
}

export function freeBitsKl(klPerDimension: tf.Tensor2D, minimum: number): tf.Scalar {
  return klPerDimension.mean(0).maximum(minimum).sum();
}
