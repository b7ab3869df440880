import * as tf from "@tensorflow/tfjs";

export function sparsityPenalty(activations: tf.Tensor2D, targetRate: number): tf.Scalar {
  const rate = activations.mean(0);
  const active = rate.log().neg().add(Math.log(targetRate)).mul(targetRate);
  const quiet = tf.sub(1, rate).log().neg().add(Math.log(1 - targetRate)).mul(1 - targetRate);
  return active.add(quiet).sum();
}
