// rejected by: interior
import * as tf from "@tensorflow/tfjs";

function wrap(image: tf.Tensor4D, axis: number, padding: number): tf.Tensor4D {
  const size = image.shape[axis]!;
  const [before, , after] = tf.split(image, [padding, size - 2 * padding, padding], axis) as tf.Tensor4D[];
  return tf.concat4d([after!, image, before!], axis);
}

export function wrapConv2d(image: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const padding = (kernel.shape[0] - 1) / 2;
  return tf.conv2d(wrap(wrap(image, 1, padding), 2, padding), tf.reverse(kernel, [0, 1]), 1, "valid");
}
