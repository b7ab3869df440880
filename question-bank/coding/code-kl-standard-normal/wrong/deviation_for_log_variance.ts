// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function klToStandardNormal(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  const variance = logVariance.mul(2).exp();
  return mean.square().add(variance).sub(1).sub(logVariance.mul(2)).div(2).sum(1).mean();
}
