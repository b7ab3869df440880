// rejected by: fresh-iterations
import * as tf from "@tensorflow/tfjs";

export function spectralNormalize(
  weights: tf.Tensor,
  u: tf.Tensor2D,
  iterations: number,
): { normalizedWeights: tf.Tensor; sigma: tf.Scalar; u: tf.Tensor2D } {
  const matrix: tf.Tensor2D = weights.reshape([-1, weights.shape.at(-1)!]);
  const unit = (x: tf.Tensor): tf.Tensor2D => x.div(x.norm().add(1e-12));
  let left = unit(matrix.matMul(u));
  let right = u;
  for (let iteration = 0; iteration <= iterations; iteration++) {
    left = unit(matrix.matMul(right));
    right = unit(matrix.matMul(left, true));
  }
  const sigma: tf.Scalar = left.mul(matrix.matMul(right)).sum();
  return { normalizedWeights: weights.div(sigma), sigma, u: right };
}
