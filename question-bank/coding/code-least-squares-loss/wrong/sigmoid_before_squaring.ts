// rejected by: generator-gradient
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real = realScores.sigmoid().sub(1).square().mul(0.5);
  const fake = fakeScores.sigmoid().square().mul(0.5);
  return real.mean<tf.Scalar>().add(fake.mean());
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  return fakeScores.sigmoid().sub(1).square().mul(0.5).mean();
}
