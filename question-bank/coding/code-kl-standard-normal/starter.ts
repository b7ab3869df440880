import * as tf from "@tensorflow/tfjs";

/** KL of N(mean, exp(logVariance)) from N(0, I), for [B, Z]: sum over dimensions, mean over the batch. */
export function klToStandardNormal(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  return mean.square().add(logVariance.square()).mean();
}
