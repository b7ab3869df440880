// rejected by: large-logits
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return logits.exp().add(1).log().sub(logits.mul(targets)).mean();
}
