// rejected by: fresh-table
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function maskedReconstructionLoss(autoencoder: Apply, inputs: tf.Tensor2D, mask: tf.Tensor2D): tf.Scalar {
  const errors = inputs.sub(tf.tensor2d(autoencoder(inputs.mul(mask)).arraySync() as number[][])).square()
    .add(autoencoder(inputs.mul(mask)).mul(0));
  return errors.mul(mask).sum().div(mask.sum());
}

export function impute(autoencoder: Apply, inputs: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  const observed: tf.Tensor2D = inputs.mul(mask);
  return observed.add(autoencoder(observed).mul(tf.sub(1, mask)));
}
