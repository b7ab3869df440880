// rejected by: quadratic
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function r1Penalty(discriminator: Apply, real: tf.Tensor, gamma: number): tf.Scalar {
  const slope = tf.grad((x: tf.Tensor) => discriminator(x).sum())(real);
  return slope.square().sum().mul(gamma / 2) as tf.Scalar;
}
