// rejected by: quadratic
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function gradientPenalty(critic: Apply, real: tf.Tensor, fake: tf.Tensor, epsilon: tf.Tensor1D): tf.Scalar {
  const [, ...rest] = real.shape;
  const axes = rest.map((_, axis) => axis + 1);
  const weight = epsilon.slice(0, 1);
  const between = real.mul(weight).add(fake.mul(tf.sub(1, weight)));
  const slope = tf.grad((x: tf.Tensor) => critic(x).sum())(between);
  return slope.square().sum(axes).add(1e-12).sqrt().sub(1).square().mean();
}
