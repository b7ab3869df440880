import * as tf from "@tensorflow/tfjs";

/** A sample of N(mean, exp(logVariance)) made of standard normal noise; all of one shape. */
export function reparameterize(mean: tf.Tensor, logVariance: tf.Tensor, epsilon: tf.Tensor): tf.Tensor {
  return mean.add(logVariance).add(epsilon);
}
