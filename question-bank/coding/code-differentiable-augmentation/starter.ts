import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Of real and generated samples, both transformed. */
export function augmentedDiscriminatorLoss(
  discriminator: Apply,
  real: tf.Tensor,
  fake: tf.Tensor,
  transform: Apply,
): tf.Scalar {
  return discriminator(fake).mean().sub(discriminator(transform(real)).mean());
}

/** Of generated samples, transformed. */
export function augmentedGeneratorLoss(discriminator: Apply, fake: tf.Tensor, transform: Apply): tf.Scalar {
  return discriminator(transform(fake)).mean();
}

/** Images moved right by dx and down by dy; zeros enter. */
export function shiftWithZeros(images: tf.Tensor4D, dx: number, dy: number): tf.Tensor4D {
  return images.mul(dx + dy);
}
