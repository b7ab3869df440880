// rejected by: norm-kept
import * as tf from "@tensorflow/tfjs";

export function slerp(start: tf.Tensor2D, end: tf.Tensor2D, t: number): tf.Tensor2D {
  const unit = (rows: tf.Tensor2D) => rows.div(rows.norm("euclidean", 1, true));
  const cosine = unit(start).mul(unit(end)).sum(1, true).mean().reshape([1, 1]).tile([start.shape[0], 1]).clipByValue(
    -1,
    1,
  );
  const omega = cosine.acos();
  const isStraight = cosine.greater(0.99999);
  const sine = tf.where(isStraight, tf.onesLike(omega), omega.sin());
  const arc = start.mul(omega.mul(1 - t).sin().div(sine)).add(end.mul(omega.mul(t).sin().div(sine)));
  const line = start.mul(1 - t).add(end.mul(t));
  return tf.where(isStraight.broadcastTo(start.shape), line, arc) as tf.Tensor2D;
}
