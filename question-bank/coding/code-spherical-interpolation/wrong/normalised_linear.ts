// rejected by: wide-angle
import * as tf from "@tensorflow/tfjs";

export function slerp(start: tf.Tensor2D, end: tf.Tensor2D, t: number): tf.Tensor2D {
  const length = (rows: tf.Tensor) => rows.norm("euclidean", 1, true);
  const line = start.mul(1 - t).add(end.mul(t));
  return line.div(length(line)).mul(length(start).mul(1 - t).add(length(end).mul(t)));
}
