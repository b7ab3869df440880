// rejected by: permuted
import * as tf from "@tensorflow/tfjs";

export function featureMatchingLoss(realFeatures: tf.Tensor2D, fakeFeatures: tf.Tensor2D): tf.Scalar {
  return realFeatures.sub(fakeFeatures).square().sum(1).mean();
}
