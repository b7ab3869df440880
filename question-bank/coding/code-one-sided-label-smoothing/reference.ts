import * as tf from "@tensorflow/tfjs";

/** On logits, the cross-entropy against t is softplus(l) - t·l. */
export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor, realLabel = 0.9): tf.Scalar {
  const real: tf.Scalar = tf.softplus(realLogits).sub(realLogits.mul(realLabel)).mean();
  return real.add(tf.softplus(fakeLogits).mean());
}
