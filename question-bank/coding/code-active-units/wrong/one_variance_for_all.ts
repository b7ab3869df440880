// rejected by: two-of-five
import * as tf from "@tensorflow/tfjs";

export function countActiveUnits(means: tf.Tensor2D, threshold = 0.01): number {
  const { variance } = tf.moments(means, 0);
  return variance.mean().greater(threshold).mul(means.shape[1]).sum().dataSync()[0]!;
}
