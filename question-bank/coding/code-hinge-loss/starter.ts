import * as tf from "@tensorflow/tfjs";

/** Mean of max(0, 1 − r) plus mean of max(0, 1 + f). */
export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.sub(realScores).mean();
}

/** Minus the mean score. */
export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.mean();
}
