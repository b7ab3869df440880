// rejected by: samples-independent
import * as tf from "@tensorflow/tfjs";

export function adaptiveInstanceNorm(
  content: tf.Tensor4D,
  scale: tf.Tensor2D,
  bias: tf.Tensor2D,
  epsilon = 1e-5,
): tf.Tensor4D {
  const [, , , channels] = content.shape;
  const { mean, variance } = tf.moments(content, [1, 2], true);
  const normalized = content.sub(mean).div(variance.add(epsilon).sqrt());
  return normalized.mul(scale.slice(0, 1).reshape([1, 1, 1, channels])).add(
    bias.slice(0, 1).reshape([1, 1, 1, channels]),
  );
}
