// rejected by: gradients
import * as tf from "@tensorflow/tfjs";

export function reparameterize(mean: tf.Tensor, logVariance: tf.Tensor, epsilon: tf.Tensor): tf.Tensor {
  const deviation = logVariance.div(2).exp();
  return tf.tensor(mean.add(deviation.mul(epsilon)).arraySync());
}
