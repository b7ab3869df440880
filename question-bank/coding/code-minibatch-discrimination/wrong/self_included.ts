// rejected by: identical
import * as tf from "@tensorflow/tfjs";

export function minibatchDiscrimination(features: tf.Tensor2D, projection: tf.Tensor3D): tf.Tensor2D {
  const [batch] = features.shape;
  const [width, kernels, size] = projection.shape;
  const m = features.matMul(projection.reshape([width, kernels * size])).reshape([batch, kernels, size]);
  const apart = m.expandDims(0).sub(m.expandDims(1)).abs().sum(-1);
  const closeness = apart.neg().exp().sum<tf.Tensor2D>(0);
  return tf.concat2d([features, closeness], 1);
}
