// rejected by: large-logit
import * as tf from "@tensorflow/tfjs";

export function imitationReward(logits: tf.Tensor): tf.Tensor {
  // 1 - sigmoid(l) = sigmoid(-l), and -log sigmoid(-l) = softplus(l).
  return tf.scalar(1 + 1e-7).sub(tf.sigmoid(logits)).log().neg();
}

export function discriminatorLoss(expertLogits: tf.Tensor, agentLogits: tf.Tensor): tf.Scalar {
  return tf.softplus(expertLogits.neg()).mean().add(tf.softplus(agentLogits).mean());
}
