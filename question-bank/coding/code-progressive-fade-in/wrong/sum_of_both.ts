// rejected by: blend
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function fadeIn(lowResolution: tf.Tensor4D, highResolution: tf.Tensor4D, alpha: number): tf.Tensor4D {
  const [batch, height, width, channels] = lowResolution.shape;
  const blocks = lowResolution.reshape([batch, height, 1, width, channels]).tile([1, 1, 2, 1, 1])
    .reshape([batch, 2 * height, width, 1, channels]).tile([1, 1, 1, 2, 1]);
  const upsampled = blocks.reshape<tf.Tensor4D>([batch, 2 * height, 2 * width, channels]);
  return blend(upsampled, highResolution, alpha);
}

export function discriminatorFadeIn(
  image: tf.Tensor4D,
  lowResolutionPath: Apply,
  highResolutionPath: Apply,
  alpha: number,
): tf.Tensor {
  const downsampled = tf.avgPool(image, 2, 2, "valid");
  return blend(lowResolutionPath(downsampled), highResolutionPath(image), alpha);
}

function blend<T extends tf.Tensor>(before: T, after: T, alpha: number): T {
  return after.mul(alpha).add(before);
}
