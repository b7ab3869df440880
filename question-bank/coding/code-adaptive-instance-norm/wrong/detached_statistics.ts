// rejected by: gradient
import * as tf from "@tensorflow/tfjs";

export function adaptiveInstanceNorm(
  content: tf.Tensor4D,
  scale: tf.Tensor2D,
  bias: tf.Tensor2D,
  epsilon = 1e-5,
): tf.Tensor4D {
  const [batch, , , channels] = content.shape;
  const { mean, variance } = tf.moments(content, [1, 2], true);
  const fixed = (t: tf.Tensor) => tf.tensor(t.dataSync(), t.shape);
  const normalized = content.sub(fixed(mean)).div(fixed(variance).add(epsilon).sqrt());
  const perMap = [batch, 1, 1, channels];
  return normalized.mul(scale.reshape(perMap)).add(bias.reshape(perMap));
}
