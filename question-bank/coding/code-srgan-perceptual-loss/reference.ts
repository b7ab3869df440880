import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function perceptualLoss(
  featureExtractor: Apply,
  superResolved: tf.Tensor4D,
  highResolution: tf.Tensor4D,
  fakeLogits: tf.Tensor2D,
  adversarialWeight = 1e-3,
): { content: tf.Scalar; adversarial: tf.Scalar; total: tf.Scalar } {
  const content: tf.Scalar = featureExtractor(superResolved).sub(featureExtractor(highResolution)).square().mean();
  const adversarial: tf.Scalar = tf.softplus(fakeLogits.neg()).mean();
  return { content, adversarial, total: content.add(adversarial.mul(adversarialWeight)) };
}
