// rejected by: linear
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function gradientPenalty(critic: Apply, real: tf.Tensor, fake: tf.Tensor, epsilon: tf.Tensor1D): tf.Scalar {
  const [batch, ...rest] = real.shape;
  const axes = rest.map((_, axis) => axis + 1);
  const weight = epsilon.reshape([batch!, ...rest.map(() => 1)]);
  const between = real.mul(weight).add(fake.mul(tf.sub(1, weight)));
  const slope = tf.grad((x: tf.Tensor) => critic(x).sum())(between);
  return slope.square().sum(axes).sub(1).square().mean();
}
