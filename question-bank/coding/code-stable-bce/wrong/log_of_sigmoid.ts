// rejected by: large-logits
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const p = logits.sigmoid();
  const loss = targets.mul(p.log()).add(tf.sub(1, targets).mul(tf.sub(1, p).log()));
  return loss.neg().mean();
}
