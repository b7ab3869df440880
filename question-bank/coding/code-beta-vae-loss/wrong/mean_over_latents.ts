// rejected by: divergence
import * as tf from "@tensorflow/tfjs";

export function vaeLoss(
  inputs: tf.Tensor2D,
  logits: tf.Tensor2D,
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  beta = 1,
): tf.Scalar {
  // softplus(l) − x·l, without overflow.
  const crossEntropy = logits.relu().add(logits.abs().neg().exp().log1p()).sub(inputs.mul(logits));
  const divergence = mean.square().add(logVariance.exp()).sub(1).sub(logVariance).div(2);
  return crossEntropy.sum(1).add(divergence.mean(1).mul(beta)).mean();
}
