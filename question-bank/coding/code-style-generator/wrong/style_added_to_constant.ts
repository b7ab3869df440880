// rejected by: affine-styles
import * as tf from "@tensorflow/tfjs";

interface StyleGenerator {
  mapLatent: (z: tf.Tensor2D) => tf.Tensor2D;
  synthesize: (styles: tf.Tensor2D[], noise: tf.Tensor4D[] | null) => tf.Tensor4D;
  noiseScales: tf.Variable[];
  variables: tf.Variable[];
}

const slope = 0.2;
const sizes = [4, 8, 16] as const;

export function createStyleGenerator(
  { latentDim = 8, styleDim = 8, channels = 4, seed = 1 }: {
    latentDim?: number;
    styleDim?: number;
    channels?: number;
    seed?: number;
  } = {},
): StyleGenerator {
  const variables: tf.Variable[] = [];
  const variable = (initial: tf.Tensor) => {
    variables.push(tf.variable(initial));
    return variables.at(-1)!;
  };
  const normal = (shape: number[], deviation: number) =>
    variable(tf.randomNormal(shape, 0, deviation, "float32", 1000 * seed + variables.length));
  const dense = (inputs: number, outputs: number, bias = 0) => {
    const kernel = normal([inputs, outputs], 1 / Math.sqrt(inputs));
    const shift = variable(tf.fill([outputs], bias));
    return (x: tf.Tensor) => tf.matMul(x, kernel as tf.Tensor).add<tf.Tensor2D>(shift);
  };
  const convolution = (size: number, outputs: number) => {
    const kernel = normal([size, size, channels, outputs], Math.sqrt(2 / channels) / size) as tf.Tensor as tf.Tensor4D;
    const bias = variable(tf.zeros([outputs]));
    return (x: tf.Tensor4D) => tf.conv2d(x, kernel, 1, "same").add<tf.Tensor4D>(bias);
  };

  const layers = [dense(latentDim, styleDim), dense(styleDim, styleDim)];
  const constant = normal([1, 4, 4, channels], 1);
  const blocks = sizes.map((size) => ({
    size,
    convolve: convolution(3, channels),
    noiseScale: variable(tf.zeros([channels])),
    scaleOf: dense(styleDim, channels, 1),
    biasOf: dense(styleDim, channels),
  }));
  const toColours = convolution(1, 3);

  const mapLatent = (z: tf.Tensor2D) => {
    const normalized = z.div<tf.Tensor2D>(z.square().mean(1, true).add(1e-8).sqrt());
    return layers.reduce((x, layer) => tf.leakyRelu(layer(x), slope), normalized);
  };

  const synthesize = (styles: tf.Tensor2D[], noise: tf.Tensor4D[] | null) => {
    const batch = styles[0]!.shape[0];
    const start = styles[0]!.slice([0, 0], [-1, channels]).reshape([batch, 1, 1, channels]);
    let x = tf.tile(constant, [batch, 1, 1, 1]).add<tf.Tensor4D>(start);
    blocks.forEach(({ size, convolve, noiseScale, scaleOf, biasOf }, index) => {
      if (index > 0) x = tf.image.resizeNearestNeighbor(x, [size, size]);
      x = convolve(x);
      if (noise) x = x.add(noise[index]!.mul(noiseScale));
      x = tf.leakyRelu(x, slope);
      const { mean, variance } = tf.moments(x, [1, 2], true);
      const style = (of: (w: tf.Tensor) => tf.Tensor) => of(styles[index]!).reshape([batch, 1, 1, channels]);
      x = x.sub(mean).div(variance.add(1e-5).sqrt()).mul(style(scaleOf)).add(style(biasOf));
    });
    return toColours(x);
  };

  return { mapLatent, synthesize, noiseScales: blocks.map(({ noiseScale }) => noiseScale), variables };
}
