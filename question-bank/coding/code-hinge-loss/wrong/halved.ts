// rejected by: fresh-batch
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real: tf.Scalar = tf.sub(1, realScores).relu().mean();
  const fake: tf.Scalar = fakeScores.add(1).relu().mean();
  return real.add(fake).div(2);
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.neg().mean();
}
