import * as tf from "@tensorflow/tfjs";

/** Squared distance of the mean feature vectors of two batches. */
export function featureMatchingLoss(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): tf.Scalar {
  return realFeatures.sum().sub(fakeFeatures.sum()).mean();
}
