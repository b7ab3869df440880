// rejected by: reconstruction
import * as tf from "@tensorflow/tfjs";

export function vaeLoss(
  inputs: tf.Tensor2D,
  logits: tf.Tensor2D,
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  beta = 1,
): tf.Scalar {
  const crossEntropy = logits.sigmoid().squaredDifference(inputs);
  const divergence = mean.square().add(logVariance.exp()).sub(1).sub(logVariance).div(2);
  return crossEntropy.sum(1).add(divergence.sum(1).mul(beta)).mean();
}
