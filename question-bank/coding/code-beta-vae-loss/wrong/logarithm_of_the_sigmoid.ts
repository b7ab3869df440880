// rejected by: large-logits
import * as tf from "@tensorflow/tfjs";

export function vaeLoss(
  inputs: tf.Tensor2D,
  logits: tf.Tensor2D,
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  beta = 1,
): tf.Scalar {
  const p = logits.sigmoid();
  const crossEntropy = inputs.mul(p.log()).add(tf.sub(1, inputs).mul(tf.sub(1, p).log())).neg();
  const divergence = mean.square().add(logVariance.exp()).sub(1).sub(logVariance).div(2);
  return crossEntropy.sum(1).add(divergence.sum(1).mul(beta)).mean();
}
