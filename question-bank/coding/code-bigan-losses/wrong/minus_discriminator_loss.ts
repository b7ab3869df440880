// rejected by: by-hand
import * as tf from "@tensorflow/tfjs";

/** Mean binary cross-entropy of sigmoid(logits) against one target for all. */
function bce(logits: tf.Tensor, target: number): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(target)).mean();
}

export function biganLosses(
  discriminator: (image: tf.Tensor, code: tf.Tensor) => tf.Tensor,
  images: tf.Tensor,
  encodedImages: tf.Tensor,
  generatedImages: tf.Tensor,
  noise: tf.Tensor,
): { discriminatorLoss: tf.Scalar; generatorEncoderLoss: tf.Scalar } {
  const ofEncoder = discriminator(images, encodedImages);
  const ofGenerator = discriminator(generatedImages, noise);
  return {
    discriminatorLoss: bce(ofEncoder, 1).add(bce(ofGenerator, 0)),
    generatorEncoderLoss: bce(ofEncoder, 1).add(bce(ofGenerator, 0)).neg() as tf.Scalar,
  };
}
