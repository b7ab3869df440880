// rejected by: saturated-gradient
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const clipped = logits.clipByValue(-20, 20);
  return tf.softplus(clipped).sub(clipped.mul(targets)).mean();
}
