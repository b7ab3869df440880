// rejected by: fresh-thresholds
import * as tf from "@tensorflow/tfjs";

export function truncatedNormal(shape: number[], threshold: number, _seed: number): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const values: number[] = [];
  while (values.length < count) {
    const drawn = tf.randomNormal([2 * count]).dataSync();
    for (const z of drawn) {
      if (values.length < count && Math.abs(z) <= threshold) values.push(z);
    }
  }
  return tf.tensor(values, shape);
}

export function truncateStyle(w: tf.Tensor, meanW: tf.Tensor1D, psi: number, cutoffLayer?: number): tf.Tensor {
  const truncated = w.sub(meanW).mul(psi).add(meanW);
  if (cutoffLayer === undefined || w.rank === 2) return truncated;
  const isChanged = tf.range(0, w.shape[1]!).less(cutoffLayer).reshape([1, -1, 1]);
  return tf.where(isChanged.broadcastTo(w.shape), truncated, w);
}
