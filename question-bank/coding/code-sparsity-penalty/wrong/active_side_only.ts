// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function sparsityPenalty(activations: tf.Tensor2D, targetRate: number): tf.Scalar {
  const rate = activations.mean(0);
  const active = rate.log().neg().add(Math.log(targetRate)).mul(targetRate);
  return active.sum();
}
