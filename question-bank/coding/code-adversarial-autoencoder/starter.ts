import * as tf from "@tensorflow/tfjs";

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor;
}

/** One step of the discriminator of codes; returns its loss before the update. */
export function discriminatorStep(
  encoder: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  inputs: tf.Tensor2D,
  priorSamples: tf.Tensor2D,
): number {
  const logits = discriminator.apply(encoder.apply(inputs));
  return logits.mean().sub(discriminator.apply(priorSamples).mean()).dataSync()[0]! * optimizer.iterations;
}

/** One step of the encoder; returns its loss before the update. */
export function encoderStep(
  encoder: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  inputs: tf.Tensor2D,
): number {
  return discriminator.apply(encoder.apply(inputs)).mean().dataSync()[0]! * optimizer.iterations;
}
