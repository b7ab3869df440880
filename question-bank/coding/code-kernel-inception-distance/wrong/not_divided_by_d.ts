// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function kernelInceptionDistance(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): number {
  const across = kernel(realFeatures, fakeFeatures).mean().mul(2);
  return within(realFeatures).add(within(fakeFeatures)).sub(across).dataSync()[0]!;
}

function kernel(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor {
  return tf.matMul(a, b, false, true).add(1).pow(3);
}

/** Mean over the pairs of different rows. */
function within(rows: tf.Tensor2D): tf.Tensor {
  const count = rows.shape[0];
  const all = kernel(rows, rows);
  return all.sum().sub(all.mul(tf.eye(count)).sum()).div(count * (count - 1));
}
