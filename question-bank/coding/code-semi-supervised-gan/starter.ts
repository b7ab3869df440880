import * as tf from "@tensorflow/tfjs";

/** Losses of a classifier with K real classes and a last one for generated samples. */
export function semiSupervisedLosses(
  labeledLogits: tf.Tensor2D,
  labels: tf.Tensor1D,
  unlabeledLogits: tf.Tensor2D,
  fakeLogits: tf.Tensor2D,
): { supervised: tf.Scalar; unlabeled: tf.Scalar; fake: tf.Scalar } {
  return {
    supervised: labeledLogits.mean().add(labels.cast("float32").mean()),
    unlabeled: unlabeledLogits.mean(),
    fake: fakeLogits.mean(),
  };
}
