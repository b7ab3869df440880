// rejected by: gradients
import * as tf from "@tensorflow/tfjs";

export function reparameterize(mean: tf.Tensor, logVariance: tf.Tensor, epsilon: tf.Tensor): tf.Tensor {
  const deviation = tf.tensor(logVariance.div(2).exp().arraySync());
  return mean.add(deviation.mul(epsilon));
}
