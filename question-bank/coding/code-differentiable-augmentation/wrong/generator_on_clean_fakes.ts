// rejected by: generator-loss
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
  return tf.softplus(discriminator(fake).neg()).mean();
}

export function shiftWithZeros(images: tf.Tensor4D, dx: number, dy: number): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const kept = images.slice(
    [0, Math.max(0, -dy), Math.max(0, -dx), 0],
    [batch, height - Math.abs(dy), width - Math.abs(dx), channels],
  );
  return kept.pad([[0, 0], [Math.max(0, dy), Math.max(0, -dy)], [Math.max(0, dx), Math.max(0, -dx)], [0, 0]]);
}
