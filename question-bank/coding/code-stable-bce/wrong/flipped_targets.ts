// rejected by: value
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(tf.sub(1, targets))).mean();
}
