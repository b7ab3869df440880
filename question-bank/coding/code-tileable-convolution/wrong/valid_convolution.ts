// rejected by: shape
import * as tf from "@tensorflow/tfjs";

export function wrapConv2d(image: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  return tf.conv2d(image, kernel, 1, "valid");
}
