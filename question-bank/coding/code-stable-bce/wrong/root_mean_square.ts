// rejected by: value
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return logits.sigmoid().sub(targets).square().mean().sqrt() as tf.Scalar;
}
