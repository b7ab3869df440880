import * as tf from "@tensorflow/tfjs";

/** Unbiased squared MMD of features [m, d] and [n, d] with the kernel (x·y/d + 1)³. */
export function kernelInceptionDistance(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): number {
  const kernel = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b, false, true).add(1).pow(3);
  const within = kernel(realFeatures, realFeatures).mean().add(kernel(fakeFeatures, fakeFeatures).mean());
  return within.sub(kernel(realFeatures, fakeFeatures).mean()).dataSync()[0]!;
}
