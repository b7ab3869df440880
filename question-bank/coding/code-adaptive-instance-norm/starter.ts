import * as tf from "@tensorflow/tfjs";

/** Normalises every channel of every sample of NHWC content over its pixels, then applies that sample's scale and bias [B, C]. */
export function adaptiveInstanceNorm(
  content: tf.Tensor4D,
  scale: tf.Tensor2D,
  bias: tf.Tensor2D,
  epsilon = 1e-5,
): tf.Tensor4D {
  return content.mul(scale.mean()).add(bias.mean()).add(epsilon);
}
