import * as tf from "@tensorflow/tfjs";

/** Mean of clipped gradients, with noise. */
export function privateGradient(
  perExampleGradients: tf.Tensor2D,
  clipNorm: number,
  noiseMultiplier: number,
  noise: tf.Tensor1D,
): tf.Tensor1D {
  return perExampleGradients.clipByValue(-clipNorm, clipNorm).mean<tf.Tensor1D>(0).add(noise.mul(noiseMultiplier));
}
