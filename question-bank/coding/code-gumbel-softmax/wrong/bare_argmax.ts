// rejected by: hard-gradient
import * as tf from "@tensorflow/tfjs";

export function gumbelSoftmax(
  logits: tf.Tensor2D,
  gumbelNoise: tf.Tensor2D,
  temperature: number,
  hard: boolean,
): tf.Tensor2D {
  const soft: tf.Tensor2D = tf.softmax(logits.add(gumbelNoise).div(temperature));
  if (!hard) return soft;
  const straightThrough = tf.customGrad((y) => {
    const value = tf.oneHot((y as tf.Tensor2D).argMax(1), logits.shape[1]).toFloat();
    return { value, gradFunc: (dy: tf.Tensor) => dy };
  });
  return tf.oneHot(soft.argMax(1), logits.shape[1]).toFloat() as tf.Tensor2D;
}
