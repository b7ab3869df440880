// rejected by: batch
import * as tf from "@tensorflow/tfjs";

export function projectionLogits(
  features: tf.Tensor2D,
  weights: tf.Tensor2D,
  classEmbeddings: tf.Tensor2D,
  labels: tf.Tensor1D,
): tf.Tensor2D {
  const projection = tf.matMul(features, classEmbeddings, false, true).sum<tf.Tensor2D>(1, true).add<tf.Tensor2D>(
    labels.sum().mul(0),
  );
  return tf.matMul(features, weights).add(projection);
}
