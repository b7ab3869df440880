import * as tf from "@tensorflow/tfjs";

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor;
}

/** One step of the discriminator; returns its loss before the update. */
export function discriminatorStep(
  generator: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  real: tf.Tensor2D,
  noise: tf.Tensor2D,
): number {
  const logits = discriminator.apply(generator.apply(noise));
  return logits.mean().sub(discriminator.apply(real).mean()).dataSync()[0]! * optimizer.iterations;
}

/** One step of the generator; returns its loss before the update. */
export function generatorStep(
  generator: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  noise: tf.Tensor2D,
): number {
  return discriminator.apply(generator.apply(noise)).mean().dataSync()[0]! * optimizer.iterations;
}
