// rejected by: fresh-batch
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const [batch] = logits.shape;
  return tf.softplus(logits).sub(logits.mul(targets)).sum().div(batch!);
}
