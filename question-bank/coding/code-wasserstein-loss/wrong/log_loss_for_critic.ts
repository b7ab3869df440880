// rejected by: critic-value
import * as tf from "@tensorflow/tfjs";

export function criticLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real: tf.Scalar = tf.softplus(realScores.neg()).mean();
  return real.add(tf.softplus(fakeScores).mean());
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.neg().mean();
}

export function wassersteinEstimate(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real: tf.Scalar = realScores.mean();
  return real.sub(fakeScores.mean());
}
