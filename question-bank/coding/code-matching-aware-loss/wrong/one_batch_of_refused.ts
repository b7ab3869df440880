// rejected by: fresh-batch
import * as tf from "@tensorflow/tfjs";

export function matchingAwareLoss(
  realMatchLogits: tf.Tensor,
  realMismatchLogits: tf.Tensor,
  fakeMatchLogits: tf.Tensor,
): tf.Scalar {
  const accepted = tf.softplus(realMatchLogits.neg()).mean<tf.Scalar>();
  const refused = tf.softplus(tf.concat([realMismatchLogits, fakeMatchLogits])).mean().mul(2);
  return accepted.add(refused.div(2));
}
