// rejected by: always-right
import * as tf from "@tensorflow/tfjs";

export function mutualInformationBound(
  categoricalLogits: tf.Tensor2D,
  categoricalCodes: tf.Tensor2D,
  continuousMean: tf.Tensor2D,
  continuousLogStd: tf.Tensor2D,
  continuousCodes: tf.Tensor2D,
): { categorical: tf.Scalar; continuous: tf.Scalar } {
  const logQ = tf.logSoftmax(categoricalLogits).mul(categoricalCodes.toFloat()).sum(1);
  const entropy = Math.log(categoricalLogits.shape[1]);
  const deviations = continuousCodes.sub(continuousMean).div(continuousLogStd.exp());
  const logDensity = deviations.square().div(2).add(continuousLogStd).add(Math.log(2 * Math.PI) / 2).neg();
  return { categorical: logQ.mean<tf.Scalar>().add<tf.Scalar>(entropy).neg(), continuous: logDensity.sum(1).mean() };
}
