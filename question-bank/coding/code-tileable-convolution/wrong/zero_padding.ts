// rejected by: one-step
import * as tf from "@tensorflow/tfjs";

/** Convolves NHWC images as if they were repeated endlessly in both directions. */
export function wrapConv2d(image: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  return tf.conv2d(image, kernel, 1, "same");
}
