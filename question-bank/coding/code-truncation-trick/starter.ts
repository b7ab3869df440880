import * as tf from "@tensorflow/tfjs";

/** Standard normal values of that shape, drawn again while |z| > threshold. */
export function truncatedNormal(shape: number[], threshold: number, seed: number): tf.Tensor {
  return tf.randomNormal(shape, 0, 1, "float32", seed).clipByValue(-threshold, threshold);
}

/** Pulls styles [B, D] or [B, L, D] towards their mean [D]. */
export function truncateStyle(w: tf.Tensor, meanW: tf.Tensor1D, psi: number, cutoffLayer?: number): tf.Tensor {
  return cutoffLayer === undefined ? w.mul(psi) : w.add(meanW);
}
