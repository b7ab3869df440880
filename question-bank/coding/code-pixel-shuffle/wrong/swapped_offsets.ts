// rejected by: one-pixel
import * as tf from "@tensorflow/tfjs";

export function pixelShuffle(features: tf.Tensor4D, factor: number): tf.Tensor4D {
  const [batch, height, width, depth] = features.shape;
  const channels = depth / factor ** 2;
  // Rank 6: sample, row, column, channel, dy, dx. Then every offset goes behind its axis.
  return tf.transpose(
    features.reshape([batch, height, width, channels, factor, factor]),
    [0, 1, 5, 2, 4, 3],
  ).reshape([batch, height * factor, width * factor, channels]);
}
