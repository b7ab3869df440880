import * as tf from "@tensorflow/tfjs";

/** φ·v + ⟨E[label], φ⟩ for every sample, [B, 1]. */
export function projectionLogits(
  features: tf.Tensor2D,
  weights: tf.Tensor2D,
  classEmbeddings: tf.Tensor2D,
  labels: tf.Tensor1D,
): tf.Tensor2D {
  const classes = classEmbeddings.mean(1).gather(labels).expandDims<tf.Tensor2D>(1);
  return tf.matMul(features, weights).mul(classes);
}
