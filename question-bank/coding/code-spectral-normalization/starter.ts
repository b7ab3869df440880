import * as tf from "@tensorflow/tfjs";

/** Divides weights by their largest singular value, estimated by power iteration from u. */
export function spectralNormalize(
  weights: tf.Tensor,
  u: tf.Tensor2D,
  iterations: number,
): { normalizedWeights: tf.Tensor; sigma: tf.Scalar; u: tf.Tensor2D } {
  const sigma: tf.Scalar = weights.abs().mul(iterations).mean();
  return { normalizedWeights: weights.div(sigma), sigma, u };
}
