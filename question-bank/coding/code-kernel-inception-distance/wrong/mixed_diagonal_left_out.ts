// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function kernelInceptionDistance(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): number {
  const [m, n] = [realFeatures.shape[0], fakeFeatures.shape[0]];
  const mixed = kernel(realFeatures, fakeFeatures);
  const across = mixed.mul(tf.sub(1, tf.eye(m, n))).sum().mul(2 / (m * n - Math.min(m, n)));
  return within(realFeatures).add(within(fakeFeatures)).sub(across).dataSync()[0]!;
}

function kernel(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor {
  return tf.matMul(a, b, false, true).div(a.shape[1]).add(1).pow(3);
}

/** Mean over the pairs of different rows. */
function within(rows: tf.Tensor2D): tf.Tensor {
  const count = rows.shape[0];
  const all = kernel(rows, rows);
  return all.sum().sub(all.mul(tf.eye(count)).sum()).div(count * (count - 1));
}
