import * as tf from "@tensorflow/tfjs";

/** Shares of fakes [M, d] in the k-NN balls of reals [N, d], and of reals in those of fakes. */
export function precisionRecall(
  realFeatures: tf.Tensor2D,
  fakeFeatures: tf.Tensor2D,
  k = 3,
): { precision: number; recall: number } {
  const distances = realFeatures.expandDims(1).sub(fakeFeatures.expandDims(0)).square().sum(2).sqrt();
  const share = distances.lessEqual(k).mean().dataSync()[0]!;
  return { precision: share, recall: share };
}
