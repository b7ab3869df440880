import * as tf from "@tensorflow/tfjs";

export function klToStandardNormal(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  const variance = logVariance.exp();
  return mean.square().add(variance).sub(1).sub(logVariance).div(2).sum(1).mean();
}
