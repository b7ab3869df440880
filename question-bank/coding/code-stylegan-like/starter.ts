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

interface StyleGenerator {
  mapLatent: (z: tf.Tensor2D) => tf.Tensor2D;
  synthesize: (styles: tf.Tensor2D[], noise: tf.Tensor4D[] | null) => tf.Tensor4D;
  noiseScales: tf.Variable[];
  variables: tf.Variable[];
}

/** A generator that starts from a constant and is told by styles how to scale and shift its maps. */
export function createStyleGenerator(
  { latentDim = 8, styleDim = 8, channels = 4, seed = 1 }: {
    latentDim?: number;
    styleDim?: number;
    channels?: number;
    seed?: number;
  } = {},
): StyleGenerator {
  const mapping = tf.variable(tf.randomNormal<tf.Rank.R2>([latentDim, styleDim], 0, 1, "float32", seed));
  const constant = tf.variable(tf.randomNormal([1, 16, 16, channels], 0, 1, "float32", seed + 1));
  return {
    mapLatent: (z) => tf.matMul(z, mapping),
    synthesize: (styles) => constant.mul<tf.Tensor4D>(styles[0]!.mean()),
    noiseScales: [],
    variables: [mapping, constant],
  };
}
