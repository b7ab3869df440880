import * as tf from "@tensorflow/tfjs";

/** [B, H, W, C] to [B, H, W, C + 1]: appends how much the samples of the batch differ. */
export function appendMinibatchStddev(features: tf.Tensor4D): tf.Tensor4D {
  const last = features.mean<tf.Tensor4D>(3, true);
  return tf.concat4d([last, features], 3);
}
