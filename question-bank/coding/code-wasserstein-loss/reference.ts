import * as tf from "@tensorflow/tfjs";

export function criticLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const fake: tf.Scalar = fakeScores.mean();
  return fake.sub(realScores.mean());
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.neg().mean();
}

export function wassersteinEstimate(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  return criticLoss(realScores, fakeScores).neg();
}
