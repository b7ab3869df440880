// rejected by: below-the-norm
import * as tf from "@tensorflow/tfjs";

export function privateGradient(
  perExampleGradients: tf.Tensor2D,
  clipNorm: number,
  noiseMultiplier: number,
  noise: tf.Tensor1D,
): tf.Tensor1D {
  const norms = perExampleGradients.square().sum(1, true).sqrt();
  // min(1, C / norm) without a division by 0.
  const clipped = perExampleGradients.mul(norms.minimum(clipNorm)).div(norms);
  const sum: tf.Tensor1D = clipped.sum(0);
  return sum.add(noise.mul(noiseMultiplier * clipNorm)).div(perExampleGradients.shape[0]);
}
