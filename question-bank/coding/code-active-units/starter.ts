import * as tf from "@tensorflow/tfjs";

/** Number of columns of means [N, Z] whose variance over the rows exceeds the threshold. */
export function countActiveUnits(means: tf.Tensor2D, threshold = 0.01): number {
  return means.square().mean(0).greater(threshold).sum().dataSync()[0]!;
}
