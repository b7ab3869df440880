// rejected by: epsilon
import * as tf from "@tensorflow/tfjs";

export function adaptiveInstanceNorm(
  content: tf.Tensor4D,
  scale: tf.Tensor2D,
  bias: tf.Tensor2D,
  epsilon = 1e-5,
): tf.Tensor4D {
  const [batch, , , channels] = content.shape;
  const { mean, variance } = tf.moments(content, [1, 2], true);
  const normalized = content.sub(mean).div(variance.sqrt().add(epsilon));
  const perMap = [batch, 1, 1, channels];
  return normalized.mul(scale.reshape(perMap)).add(bias.reshape(perMap));
}
