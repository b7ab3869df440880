// rejected by: value
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const loss = targets.mul(logits.log()).add(tf.sub(1, targets).mul(tf.sub(1, logits).log()));
  return loss.neg().mean();
}
