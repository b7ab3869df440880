// rejected by: to-range
import * as tf from "@tensorflow/tfjs";

export function toModelRange(pixels: tf.Tensor): tf.Tensor {
  return pixels.toFloat().div(128).sub(1);
}

export function toPixels(images: tf.Tensor): tf.Tensor {
  return images.add(1).mul(128).round().clipByValue(0, 255).toInt();
}
