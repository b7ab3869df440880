import * as tf from "@tensorflow/tfjs";

/** What the critic minimises. */
export function criticLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  return tf.concat([realScores, fakeScores]).sigmoid().mean();
}

/** What the generator minimises. */
export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.sigmoid().mean();
}

/** How far apart the critic holds real and generated samples, signed. */
export function wassersteinEstimate(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  return tf.concat([realScores, fakeScores]).mean();
}
