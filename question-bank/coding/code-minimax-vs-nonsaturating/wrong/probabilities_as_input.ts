// rejected by: discriminator-value
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realLogits: tf.Tensor, fakeLogits: tf.Tensor): tf.Scalar {
  return realLogits.log().neg().mean().sub(tf.sub(1, fakeLogits).log().mean());
}

export function generatorLossMinimax(fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(fakeLogits).neg().mean();
}

export function generatorLossNonSaturating(fakeLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(fakeLogits.neg()).mean();
}
