import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Distance of features plus a weighted adversarial part. */
export function perceptualLoss(
  featureExtractor: Apply,
  superResolved: tf.Tensor4D,
  highResolution: tf.Tensor4D,
  fakeLogits: tf.Tensor2D,
  adversarialWeight = 1e-3,
): { content: tf.Scalar; adversarial: tf.Scalar; total: tf.Scalar } {
  const content = featureExtractor(superResolved).mean() as tf.Scalar;
  const adversarial = fakeLogits.mean() as tf.Scalar;
  return { content, adversarial, total: highResolution.mean().mul(adversarialWeight) };
}
