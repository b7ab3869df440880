import * as tf from "@tensorflow/tfjs";

export function imitationReward(logits: tf.Tensor): tf.Tensor {
  // 1 - sigmoid(l) = sigmoid(-l), and -log sigmoid(-l) = softplus(l).
  return tf.softplus(logits);
}

export function discriminatorLoss(expertLogits: tf.Tensor, agentLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(expertLogits.neg()).mean().add(tf.softplus(agentLogits).mean());
}
