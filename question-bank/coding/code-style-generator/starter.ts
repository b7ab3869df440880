import * as tf from "@tensorflow/tfjs";

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
