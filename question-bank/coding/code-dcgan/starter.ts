import * as tf from "@tensorflow/tfjs";

/** Maps latents [B, latentDim] to NHWC images [B, size, size, channels] in [-1, 1]. */
export function buildGenerator(
  latentDim: number,
  size: number,
  channels: number,
  baseFilters: number,
): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: baseFilters, inputShape: [latentDim], activation: "relu" }),
      tf.layers.dense({ units: size * size * channels }),
      tf.layers.reshape({ targetShape: [size, size, channels] }),
    ],
  });
}

/** Maps NHWC images [B, size, size, channels] to logits [B, 1]. */
export function buildDiscriminator(size: number, channels: number, baseFilters: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [size, size, channels] }),
      tf.layers.dense({ units: baseFilters, activation: "relu" }),
      tf.layers.dense({ units: 1 }),
    ],
  });
}

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
