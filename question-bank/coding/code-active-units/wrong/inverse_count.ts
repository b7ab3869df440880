// rejected by: two-of-five
import * as tf from "@tensorflow/tfjs";

export function countActiveUnits(means: tf.Tensor2D, threshold = 0.01): number {
  const { variance } = tf.moments(means, 0);
  return variance.lessEqual(threshold).sum().dataSync()[0]!;
}
