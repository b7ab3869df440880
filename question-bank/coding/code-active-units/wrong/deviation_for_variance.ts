// rejected by: threshold
import * as tf from "@tensorflow/tfjs";

export function countActiveUnits(means: tf.Tensor2D, threshold = 0.01): number {
  const { variance } = tf.moments(means, 0);
  return variance.sqrt().greater(threshold).sum().dataSync()[0]!;
}
