// rejected by: quarter-circle
import * as tf from "@tensorflow/tfjs";

export function slerp(start: tf.Tensor2D, end: tf.Tensor2D, t: number): tf.Tensor2D {
  return start.mul(1 - t).add(end.mul(t));
}
