import * as tf from "@tensorflow/tfjs";

/** Every position of NHWC features attends to all positions of its sample. */
export function selfAttention(
  features: tf.Tensor4D,
  queryWeights: tf.Tensor2D,
  keyWeights: tf.Tensor2D,
  valueWeights: tf.Tensor2D,
  gamma: number,
): { output: tf.Tensor4D; attention: tf.Tensor3D } {
  const [batch, height, width, channels] = features.shape;
  const pixels = features.reshape([batch * height * width, channels]);
  const project = (weights: tf.Tensor2D) => tf.matMul(pixels, weights);
  const attention = tf.matMul(project(queryWeights), project(keyWeights), false, true).expandDims<tf.Tensor3D>();
  return { output: project(valueWeights).mul(gamma).reshape(features.shape), attention };
}
