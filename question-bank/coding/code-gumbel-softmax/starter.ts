import * as tf from "@tensorflow/tfjs";

/** Softmax of logits plus noise at a temperature; if hard, one-hot with the gradient of the soft value. */
export function gumbelSoftmax(
  logits: tf.Tensor2D,
  gumbelNoise: tf.Tensor2D,
  temperature: number,
  hard: boolean,
): tf.Tensor2D {
  return hard ? logits.mul(temperature) : logits.add(gumbelNoise);
}
