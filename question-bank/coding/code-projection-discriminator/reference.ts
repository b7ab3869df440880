import * as tf from "@tensorflow/tfjs";

export function projectionLogits(
  features: tf.Tensor2D,
  weights: tf.Tensor2D,
  classEmbeddings: tf.Tensor2D,
  labels: tf.Tensor1D,
): tf.Tensor2D {
  const projection = tf.gather(classEmbeddings, labels).mul(features).sum<tf.Tensor2D>(1, true);
  return tf.matMul(features, weights).add(projection);
}
