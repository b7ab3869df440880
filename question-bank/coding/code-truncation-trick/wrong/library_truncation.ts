// rejected by: bound
import * as tf from "@tensorflow/tfjs";

/** The library's truncated normal distribution ends at two deviations. */
export function truncatedNormal(shape: number[], _threshold: number, seed: number): tf.Tensor {
  return tf.truncatedNormal(shape, 0, 1, "float32", seed);
}

export function truncateStyle(w: tf.Tensor, meanW: tf.Tensor1D, psi: number, cutoffLayer?: number): tf.Tensor {
  const truncated = w.sub(meanW).mul(psi).add(meanW);
  if (cutoffLayer === undefined || w.rank === 2) return truncated;
  const isChanged = tf.range(0, w.shape[1]!).less(cutoffLayer).reshape([1, -1, 1]);
  return tf.where(isChanged.broadcastTo(w.shape), truncated, w);
}
