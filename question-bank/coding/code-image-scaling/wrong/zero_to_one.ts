// rejected by: to-range
import * as tf from "@tensorflow/tfjs";

export function toModelRange(pixels: tf.Tensor): tf.Tensor {
  return pixels.toFloat().div(255);
}

export function toPixels(images: tf.Tensor): tf.Tensor {
  return images.mul(255).round().clipByValue(0, 255).toInt();
}
