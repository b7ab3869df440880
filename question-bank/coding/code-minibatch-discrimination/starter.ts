import * as tf from "@tensorflow/tfjs";

/** Features [B, A] and how close each sample is to the others of its batch, [B, K]. */
export function minibatchDiscrimination(features: tf.Tensor2D, projection: tf.Tensor3D): tf.Tensor2D {
  return tf.concat2d([features.matMul(projection.sum(2)) as tf.Tensor2D, features], 1);
}
