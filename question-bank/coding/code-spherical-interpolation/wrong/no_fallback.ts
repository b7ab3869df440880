// rejected by: parallel
import * as tf from "@tensorflow/tfjs";

export function slerp(start: tf.Tensor2D, end: tf.Tensor2D, t: number): tf.Tensor2D {
  const unit = (rows: tf.Tensor2D) => rows.div(rows.norm("euclidean", 1, true));
  const cosine = unit(start).mul(unit(end)).sum(1, true).clipByValue(-1, 1);
  const omega = cosine.acos();
  const sine = omega.sin();
  return start.mul(omega.mul(1 - t).sin().div(sine)).add(end.mul(omega.mul(t).sin().div(sine)));
}
