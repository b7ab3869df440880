// rejected by: unequal-batches
import * as tf from "@tensorflow/tfjs";

export function featureMatchingLoss(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): tf.Scalar {
  return realFeatures.sum(0).sub(fakeFeatures.sum(0)).square().sum();
}
