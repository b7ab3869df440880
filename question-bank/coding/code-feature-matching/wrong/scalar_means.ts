// rejected by: opposite-signs
import * as tf from "@tensorflow/tfjs";

export function featureMatchingLoss(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): tf.Scalar {
  return tf.squaredDifference(realFeatures.mean(), fakeFeatures.mean());
}
