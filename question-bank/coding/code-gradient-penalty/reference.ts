import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** The root of a sum that is 0 has an infinite derivative. */
const tiny = 1e-12;

export function gradientPenalty(critic: Apply, real: tf.Tensor, fake: tf.Tensor, epsilon: tf.Tensor1D): tf.Scalar {
  const [batch, ...rest] = real.shape;
  const weight = epsilon.reshape([batch!, ...rest.map(() => 1)]);
  const between = real.mul(weight).add(fake.mul(tf.sub(1, weight)));
  // No score depends on another sample, so that row i of this is the gradient of score i.
  const slope = tf.grad((x: tf.Tensor) => critic(x).sum())(between);
  const norm = slope.square().sum(rest.map((_, axis) => axis + 1)).add(tiny).sqrt();
  return norm.sub(1).square().mean();
}
