import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** One score per row: the mean squared error over its features. */
export function reconstructionErrors(autoencoder: Apply, inputs: tf.Tensor2D): tf.Tensor1D {
  return autoencoder(inputs).mean(1);
}

/** The error that a share `quantile` of the errors stays below. */
export function quantileThreshold(errors: number[], quantile: number): number {
  return quantile * errors[0]!;
}
