// rejected by: received
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function maskedReconstructionLoss(autoencoder: Apply, inputs: tf.Tensor2D, mask: tf.Tensor2D): tf.Scalar {
  const errors = inputs.sub(autoencoder(inputs.clone())).square();
  return errors.mul(mask).sum().div(mask.sum());
}

export function impute(autoencoder: Apply, inputs: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  const observed: tf.Tensor2D = inputs.mul(mask);
  return observed.add(autoencoder(observed).mul(tf.sub(1, mask)));
}
