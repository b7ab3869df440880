// rejected by: shift-right
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function augmentedDiscriminatorLoss(
  discriminator: Apply,
  real: tf.Tensor,
  fake: tf.Tensor,
  transform: Apply,
): tf.Scalar {
  const ofReal = discriminator(transform(real));
  const ofFake = discriminator(transform(fake));
  return tf.softplus(ofReal.neg()).mean().add(tf.softplus(ofFake).mean());
}

export function augmentedGeneratorLoss(discriminator: Apply, fake: tf.Tensor, transform: Apply): tf.Scalar {
  return tf.softplus(discriminator(transform(fake)).neg()).mean();
}

export function shiftWithZeros(images: tf.Tensor4D, dx: number, dy: number): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const [down, right] = [(dy + height) % height, (dx + width) % width];
  const rows = tf.concat([
    images.slice([0, height - down, 0, 0], [batch, down, width, channels]),
    images.slice([0, 0, 0, 0], [batch, height - down, width, channels]),
  ], 1);
  return tf.concat([
    rows.slice([0, 0, width - right, 0], [batch, height, right, channels]),
    rows.slice([0, 0, 0, 0], [batch, height, width - right, channels]),
  ], 2);
}
