import * as tf from "@tensorflow/tfjs";

// -log σ(x) = softplus(-x) and -log(1 - σ(x)) = softplus(x).

export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(realLogits.neg()).mean().add(tf.softplus(fakeLogits).mean());
}

export function generatorLossMinimax(fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(fakeLogits).neg().mean();
}

export function generatorLossNonSaturating(fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(fakeLogits.neg()).mean();
}
