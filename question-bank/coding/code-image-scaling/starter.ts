import * as tf from "@tensorflow/tfjs";

/** Pixels 0 … 255 to [−1, 1]. */
export function toModelRange(pixels: tf.Tensor): tf.Tensor {
  return pixels.div(255);
}

/** Values in [−1, 1] to pixels 0 … 255. */
export function toPixels(images: tf.Tensor): tf.Tensor {
  return tf.cast(images.mul(255), "int32");
}
