// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

export function featureMatchingLoss(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): tf.Scalar {
  return tf.sqrt(realFeatures.mean(0).sub(fakeFeatures.mean(0)).square().sum());
}
