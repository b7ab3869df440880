// rejected by: large-logits
import * as tf from "@tensorflow/tfjs";

/** The first K columns. */
function realColumns(logits: tf.Tensor2D): tf.Tensor2D {
  return logits.slice([0, 0], [-1, logits.shape[1] - 1]);
}

export function semiSupervisedLosses(
  labeledLogits: tf.Tensor2D,
  labels: tf.Tensor1D,
  unlabeledLogits: tf.Tensor2D,
  fakeLogits: tf.Tensor2D,
): { supervised: tf.Scalar; unlabeled: tf.Scalar; fake: tf.Scalar } {
  const real = realColumns(labeledLogits);
  const chosen = real.mul(tf.oneHot(labels, real.shape[1])).sum(1);
  const last = fakeLogits.slice([0, fakeLogits.shape[1] - 1], [-1, 1]).squeeze([1]);
  return {
    supervised: real.logSumExp(1).sub(chosen).mean(),
    unlabeled: tf.scalar(1).sub(unlabeledLogits.softmax().slice([0, unlabeledLogits.shape[1] - 1], [-1, 1])).log()
      .mean().neg() as tf.Scalar,
    fake: fakeLogits.logSumExp(1).sub(last).mean(),
  };
}
