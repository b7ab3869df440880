import * as tf from "@tensorflow/tfjs";

/** ½ mean (r − 1)² + ½ mean f². */
export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.sub(realScores).mean();
}

/** ½ mean (f − 1)². */
export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.neg().mean();
}
