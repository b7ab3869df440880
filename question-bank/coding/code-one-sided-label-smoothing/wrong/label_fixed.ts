// rejected by: fresh-batch
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor, _realLabel = 0.9): tf.Scalar {
  const real: tf.Scalar = tf.softplus(realLogits).sub(realLogits.mul(0.9)).mean();
  return real.add(tf.softplus(fakeLogits).mean());
}
