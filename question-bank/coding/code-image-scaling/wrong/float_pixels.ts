// rejected by: to-pixels
import * as tf from "@tensorflow/tfjs";

export function toModelRange(pixels: tf.Tensor): tf.Tensor {
  return pixels.toFloat().div(127.5).sub(1);
}

export function toPixels(images: tf.Tensor): tf.Tensor {
  return images.add(1).mul(127.5).round().clipByValue(0, 255);
}
