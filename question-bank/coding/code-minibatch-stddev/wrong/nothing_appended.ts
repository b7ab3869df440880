// rejected by: shape
import * as tf from "@tensorflow/tfjs";

export function appendMinibatchStddev(features: tf.Tensor4D): tf.Tensor4D {
  return features.add(tf.moments(features, 0).variance.add(1e-8).sqrt().mean());
}
