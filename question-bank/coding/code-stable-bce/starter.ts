import * as tf from "@tensorflow/tfjs";

/** Mean binary cross-entropy of sigmoid(logits) against targets, in nats. */
export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return logits.sigmoid().sub(targets).abs().mean();
}
