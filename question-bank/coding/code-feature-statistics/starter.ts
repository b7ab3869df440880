import * as tf from "@tensorflow/tfjs";

/** Column means [d] and unbiased covariance [d][d] of features [N, d]. */
export function featureStatistics(features: tf.Tensor2D): { mean: number[]; covariance: number[][] } {
  const { mean, variance } = tf.moments(features, 0);
  const spread = [...variance.dataSync()];
  return {
    mean: [...mean.dataSync()],
    covariance: spread.map((value, i) => spread.map((_, j) => (i === j ? value : 0))),
  };
}
