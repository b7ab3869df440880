import * as tf from "@tensorflow/tfjs";

/** NHWC [B, H, W, C·r²] to [B, H·r, W·r, C] with r = factor. */
export function pixelShuffle(features: tf.Tensor4D, factor: number): tf.Tensor4D {
  const [batch, height, width, channels] = features.shape;
  return features.reshape([batch, height * factor, width * factor, channels / factor ** 2]);
}
