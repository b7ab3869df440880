// rejected by: default-label
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor, realLabel = 0.9): tf.Scalar {
  const real: tf.Scalar = tf.softplus(realLogits).sub(realLogits).mean();
  return real.add(tf.softplus(fakeLogits).sub(fakeLogits.mul(1 - realLabel)).mean());
}
