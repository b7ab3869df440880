import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function r1Penalty(discriminator: Apply, real: tf.Tensor, gamma: number): tf.Scalar {
  // No score depends on another sample, so that row i of this is the gradient of score i.
  const slope = tf.grad((x: tf.Tensor) => discriminator(x).sum())(real);
  const axes = real.shape.slice(1).map((_, axis) => axis + 1);
  return slope.square().sum(axes).mul(gamma / 2).mean();
}
