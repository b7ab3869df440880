// rejected by: errors-by-hand
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function reconstructionErrors(autoencoder: Apply, inputs: tf.Tensor2D): tf.Tensor1D {
  return inputs.sub(autoencoder(inputs)).square().sum(1);
}

export function quantileThreshold(errors: number[], quantile: number): number {
  const sorted = [...errors].sort((a, b) => a - b);
  const position = quantile * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (position - Math.floor(position)) * (above - below);
}
