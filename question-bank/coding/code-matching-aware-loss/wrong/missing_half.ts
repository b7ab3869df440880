// rejected by: undecided
import * as tf from "@tensorflow/tfjs";

export function matchingAwareLoss(
  realMatchLogits: tf.Tensor,
  realMismatchLogits: tf.Tensor,
  fakeMatchLogits: tf.Tensor,
): tf.Scalar {
  const accepted = tf.softplus(realMatchLogits.neg()).mean<tf.Scalar>();
  const refused = tf.softplus(realMismatchLogits).mean().add(tf.softplus(fakeMatchLogits).mean());
  return accepted.add(refused);
}
