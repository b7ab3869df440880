// rejected by: generator-value
import * as tf from "@tensorflow/tfjs";

export function criticLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const fake: tf.Scalar = fakeScores.mean();
  return fake.sub(realScores.mean());
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.mean();
}

export function wassersteinEstimate(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real: tf.Scalar = realScores.mean();
  return real.sub(fakeScores.mean());
}
