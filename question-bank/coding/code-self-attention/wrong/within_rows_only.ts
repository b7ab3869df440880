// rejected by: opposite-corner
import * as tf from "@tensorflow/tfjs";

export function selfAttention(
  features: tf.Tensor4D,
  queryWeights: tf.Tensor2D,
  keyWeights: tf.Tensor2D,
  valueWeights: tf.Tensor2D,
  gamma: number,
): { output: tf.Tensor4D; attention: tf.Tensor3D } {
  const [batch, height, width, channels] = features.shape;
  const rows = features.reshape([batch * height * width, channels]);
  const project = (weights: tf.Tensor2D) =>
    tf.matMul(rows, weights).reshape<tf.Tensor3D>([batch * height, width, weights.shape[1]]);
  const attention = tf.softmax(tf.matMul<tf.Tensor3D>(project(queryWeights), project(keyWeights), false, true));
  const mixed = tf.matMul(attention, project(valueWeights)).reshape<tf.Tensor4D>(features.shape);
  return { output: features.add(mixed.mul(gamma)), attention };
}
