// rejected by: discriminator-value
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real: tf.Scalar = realScores.neg().relu().mean();
  const fake: tf.Scalar = fakeScores.relu().mean();
  return real.add(fake);
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.neg().mean();
}
