import * as tf from "@tensorflow/tfjs";

/** Row by row spherical interpolation of [B, Z] at t in [0, 1]. */
export function slerp(start: tf.Tensor2D, end: tf.Tensor2D, t: number): tf.Tensor2D {
  return start.mul(t).add(end.mul(1 - t));
}
