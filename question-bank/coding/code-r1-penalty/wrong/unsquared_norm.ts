// rejected by: linear
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function r1Penalty(discriminator: Apply, real: tf.Tensor, gamma: number): tf.Scalar {
  const slope = tf.grad((x: tf.Tensor) => discriminator(x).sum())(real);
  const axes = real.shape.slice(1).map((_, axis) => axis + 1);
  const squares = slope.square().sum(axes).add(1e-12).sqrt();
  return squares.mul(gamma / 2).mean();
}
