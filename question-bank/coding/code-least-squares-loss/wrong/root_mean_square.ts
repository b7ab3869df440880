// rejected by: discriminator-value
import * as tf from "@tensorflow/tfjs";

export function discriminatorLoss(realScores: tf.Tensor, fakeScores: tf.Tensor): tf.Scalar {
  const real: tf.Scalar = realScores.sub(1).square().mean();
  const fake: tf.Scalar = fakeScores.square().mean();
  return real.sqrt().add(fake.sqrt());
}

export function generatorLoss(fakeScores: tf.Tensor): tf.Scalar {
  const loss: tf.Scalar = fakeScores.sub(1).square().mean();
  return loss.sqrt();
}
