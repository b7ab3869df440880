// rejected by: one-step
import * as tf from "@tensorflow/tfjs";

export function wrapConv2d(image: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const p = (kernel.shape[0] - 1) / 2;
  const padded = tf.mirrorPad(image, [[0, 0], [p, p], [p, p], [0, 0]], "reflect") as tf.Tensor4D;
  return tf.conv2d(padded, kernel, 1, "valid");
}
