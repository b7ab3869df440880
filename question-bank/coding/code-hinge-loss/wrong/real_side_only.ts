// rejected by: discriminator-value
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realScores: tf.Tensor, _fakeScores: tf.Tensor): tf.Scalar {
  return tf.sub(1, realScores).relu().mean();
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.neg().mean();
}
