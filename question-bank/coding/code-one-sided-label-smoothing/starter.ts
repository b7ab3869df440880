import * as tf from "@tensorflow/tfjs";

/** Mean BCE(real, realLabel) + mean BCE(fake, 0), on logits. */
export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor, realLabel = 0.9): tf.Scalar {
  return fakeLogits.sub(realLogits.mul(realLabel)).mean();
}
