import * as tf from "@tensorflow/tfjs";

/**
 * With -log σ(l) = softplus(-l) = softplus(l) - l and -log(1 - σ(l)) = softplus(l), the cross-entropy against t is
 * softplus(l) - t·l.
 */
export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(targets)).mean();
}
