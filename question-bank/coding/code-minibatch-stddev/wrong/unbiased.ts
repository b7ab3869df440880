// rejected by: pair
import * as tf from "@tensorflow/tfjs";

export function appendMinibatchStddev(features: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width] = features.shape;
  const statistic = tf.moments(features, 0).variance.mul(batch / (batch - 1)).add(1e-8).sqrt().mean();
  return tf.concat4d([features, tf.ones([batch, height, width, 1]).mul<tf.Tensor4D>(statistic)], 3);
}
