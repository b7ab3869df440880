// rejected by: generator-value
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real = realScores.sub(1).square();
  const fake = fakeScores.square();
  return real.mean<tf.Scalar>().add(fake.mean());
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.sub(1).square().mean();
}
