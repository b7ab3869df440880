import * as tf from "@tensorflow/tfjs";

/** Sums a gradient over the axes along which an operand of `shape` was broadcast. */
export function sumToShape(x: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, x.shape);
  return (axes.length > 0 ? x.sum(axes) : x).reshape(shape);
}
