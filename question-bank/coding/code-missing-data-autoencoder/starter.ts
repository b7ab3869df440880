import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Mean squared error over the observed entries. */
export function maskedReconstructionLoss(autoencoder: Apply, inputs: tf.Tensor2D, mask: tf.Tensor2D): tf.Scalar {
  return autoencoder(inputs).square().mean().mul(mask.mean());
}

/** Observed entries as they are, the others from the autoencoder. */
export function impute(autoencoder: Apply, inputs: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D {
  return autoencoder(inputs).mul(mask);
}
