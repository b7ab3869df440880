import * as tf from "@tensorflow/tfjs";

/** Losses on pairs of image and code, of the discriminator and of encoder and generator. */
export function biganLosses(
  discriminator: (image: tf.Tensor, code: tf.Tensor) => tf.Tensor,
  images: tf.Tensor,
  encodedImages: tf.Tensor,
  generatedImages: tf.Tensor,
  noise: tf.Tensor,
): { discriminatorLoss: tf.Scalar; generatorEncoderLoss: tf.Scalar } {
  return {
    discriminatorLoss: discriminator(images, noise).mean(),
    generatorEncoderLoss: discriminator(generatedImages, encodedImages).mean(),
  };
}
