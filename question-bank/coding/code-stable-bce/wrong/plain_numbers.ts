// rejected by: gradient
import * as tf from "@tensorflow/tfjs";

export function binaryCrossEntropyWithLogits(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  const l = logits.dataSync();
  const t = targets.dataSync();
  let sum = 0;
  for (let i = 0; i < l.length; i++) {
    sum += Math.max(l[i]!, 0) + Math.log1p(Math.exp(-Math.abs(l[i]!))) - t[i]! * l[i]!;
  }
  return tf.scalar(sum / l.length);
}
