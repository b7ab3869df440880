// rejected by: wide-kernel
import * as tf from "@tensorflow/tfjs";

function wrap(image: tf.Tensor4D, axis: number, padding: number): tf.Tensor4D {
  const size = image.shape[axis]!;
  const [before, , after] = tf.split(image, [padding, size - 2 * padding, padding], axis) as tf.Tensor4D[];
  return tf.concat4d([after!, image, before!], axis);
}

export function wrapConv2d(image: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  return tf.conv2d(wrap(wrap(image, 1, 1), 2, 1), kernel, 1, "same").slice([0, 1, 1], [
    image.shape[0],
    image.shape[1],
    image.shape[2],
  ]);
}
