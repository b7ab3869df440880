import * as tf from "@tensorflow/tfjs";

/** Linear from 0 at step 0 to maxWeight at step warmupSteps, constant afterwards. */
export function klWeight(step: number, warmupSteps: number, maxWeight = 1): number {
  return maxWeight * Math.exp(-step / warmupSteps);
}

/** Sum over dimensions of max(mean over the batch, minimum), for divergences [B, Z]. */
export function freeBitsKl(klPerDimension: tf.Tensor2D, minimum: number): tf.Scalar {
  return klPerDimension.sum().sub(minimum);
}
