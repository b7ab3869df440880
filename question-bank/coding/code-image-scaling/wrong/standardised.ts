// rejected by: to-range
import * as tf from "@tensorflow/tfjs";

export function toModelRange(pixels: tf.Tensor): tf.Tensor {
  return pixels.toFloat().sub(pixels.toFloat().mean()).div(tf.moments(pixels.toFloat()).variance.sqrt());
}

export function toPixels(images: tf.Tensor): tf.Tensor {
  return images.add(1).mul(127.5).round().clipByValue(0, 255).toInt();
}
