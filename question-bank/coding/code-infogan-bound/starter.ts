import * as tf from "@tensorflow/tfjs";

/** The bound of a categorical and of continuous codes, in nats; larger is better. */
export function mutualInformationBound(
  categoricalLogits: tf.Tensor2D,
  categoricalCodes: tf.Tensor2D,
  continuousMean: tf.Tensor2D,
  continuousLogStd: tf.Tensor2D,
  continuousCodes: tf.Tensor2D,
): { categorical: tf.Scalar; continuous: tf.Scalar } {
  const categorical = categoricalLogits.sub(categoricalCodes).square().mean<tf.Scalar>();
  const continuous = continuousMean.sub(continuousCodes).square().mul(continuousLogStd).mean<tf.Scalar>();
  return { categorical, continuous };
}
