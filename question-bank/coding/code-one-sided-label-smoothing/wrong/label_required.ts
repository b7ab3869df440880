// rejected by: default-label
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor, realLabel: number): tf.Scalar {
  const real: tf.Scalar = tf.softplus(realLogits).sub(realLogits.mul(realLabel)).mean();
  return real.add(tf.softplus(fakeLogits).mean());
}
