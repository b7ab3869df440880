import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** alpha·high + (1 − alpha)·upsampled low; [B, H, W, C] and [B, 2H, 2W, C] to [B, 2H, 2W, C]. */
export function fadeIn(lowResolution: tf.Tensor4D, highResolution: tf.Tensor4D, alpha: number): tf.Tensor4D {
  const [height, width] = highResolution.shape.slice(1) as [number, number];
  return tf.image.resizeBilinear(lowResolution, [height, width]).add<tf.Tensor4D>(highResolution.mul(alpha));
}

/** alpha·highPath(image) + (1 − alpha)·lowPath(downsampled image). */
export function discriminatorFadeIn(
  image: tf.Tensor4D,
  lowResolutionPath: Apply,
  highResolutionPath: Apply,
  alpha: number,
): tf.Tensor {
  return alpha < 0.5 ? lowResolutionPath(image) : highResolutionPath(image);
}
