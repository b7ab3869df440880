import * as tf from "@tensorflow/tfjs";

/** Loss of a text-to-image discriminator on three kinds of pairs. */
export function matchingAwareLoss(
  realMatchLogits: tf.Tensor,
  realMismatchLogits: tf.Tensor,
  fakeMatchLogits: tf.Tensor,
): tf.Scalar {
  return realMismatchLogits.mean().add(fakeMatchLogits.mean()).sub(realMatchLogits.mean());
}
