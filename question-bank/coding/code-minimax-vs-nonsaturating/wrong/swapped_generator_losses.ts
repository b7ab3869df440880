// rejected by: minimax-value
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(realLogits.neg()).mean().add(tf.softplus(fakeLogits).mean());
}

export function generatorLossNonSaturating(fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(fakeLogits).neg().mean();
}

export function generatorLossMinimax(fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(fakeLogits.neg()).mean();
}
