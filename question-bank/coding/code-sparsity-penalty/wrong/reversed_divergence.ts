// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function sparsityPenalty(activations: tf.Tensor2D, targetRate: number): tf.Scalar {
  const rate = activations.mean(0);
  const active = rate.mul(rate.log().sub(Math.log(targetRate)));
  const quiet = tf.sub(1, rate).mul(tf.sub(1, rate).log().sub(Math.log(1 - targetRate)));
  return active.add(quiet).sum();
}
