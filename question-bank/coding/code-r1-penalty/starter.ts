import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** γ/2 times the mean over the batch of ‖∇D(x)‖² at real samples. */
export function r1Penalty(discriminator: Apply, real: tf.Tensor, gamma: number): tf.Scalar {
  return discriminator(real).square().mul(gamma).mean();
}
