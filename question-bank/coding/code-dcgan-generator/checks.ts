import type { CodingCheck, Json, Random } from "../../mod.ts";
import {
  forwardCheck,
  isNumbers,
  kernelWeights,
  leakyRelu,
  mapEntries,
  type ModelWeights,
  normalization,
  normalizationWeights,
  normalTensor,
  parametersCheck,
  shown,
  sigmoid,
  type TensorData,
  transposedConvolution,
} from "../_lib/mod.ts";

type Sizes = readonly [latentDim: number, size: number, channels: number, baseFilters: number];

/** Channels of the maps from 4×4 on, the image left out. */
const widthsOf = ([, size, , baseFilters]: Sizes) =>
  Array.from(
    { length: Math.log2(size) - 2 },
    (_, i, count = Math.log2(size) - 2) => baseFilters * 2 ** (count - 1 - i),
  );

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function parameters(sizes: Sizes) {
  const [latentDim, , channels] = sizes;
  const widths = widthsOf(sizes);
  const first = widths[0]!;
  const kernels = 16 * sum([...widths, channels].map((width, i) => (i === 0 ? latentDim : widths[i - 1]!) * width));
  const count = kernels + 4 * sum(widths) + channels;
  const biases = sum(widths.slice(1));
  return {
    args: sizes,
    count,
    mistakes: [
      { says: "there batch normalisation follows the last layer as well", count: count + 4 * channels },
      { says: "there batch normalisation is missing", count: count - 4 * sum(widths) },
      { says: "there every layer has a bias", count: count + 16 * first + biases },
      { says: "there the dense layer has a bias", count: count + 16 * first },
      { says: "there all transposed convolutions have a bias", count: count + biases },
      { says: "there the last layer has no bias", count: count - channels },
      { says: "there each of the 16·k₀ values is normalised by itself", count: count + 4 * 15 * first },
    ],
  };
}

/** How usual mistakes differ. */
interface Variant {
  readonly slope?: number;
  readonly order?: "normalize-first" | "activate-first";
  readonly end?: (value: number) => number;
}

// float64 and plain loops: independent of what is examined.
function forward({ slope = 0, order = "normalize-first", end = Math.tanh }: Variant = {}) {
  return (input: TensorData, weights: ModelWeights): TensorData => {
    const [dense, ...kernels] = weights.kernel!;
    const [batch = 0, latentDim = 0] = input.shape;
    const width = weights.gamma![0]!.values.length;
    const projected = Array.from({ length: batch * 16 * width }, (_, index) => {
      const [b, unit] = [Math.floor(index / (16 * width)), index % (16 * width)];
      return sum(
        Array.from(
          { length: latentDim },
          (_, d) => input.values[b * latentDim + d]! * dense!.values[d * 16 * width + unit]!,
        ),
      );
    });
    let x: TensorData = { shape: [batch, 4, 4, width], values: projected };
    kernels.forEach((kernel, i) => {
      const normalize = (y: TensorData) =>
        normalization(y, {
          gamma: weights.gamma![i]!,
          beta: weights.beta![i]!,
          mean: weights.moving_mean![i]!,
          variance: weights.moving_variance![i]!,
        });
      const activate = (y: TensorData) => leakyRelu(y, slope);
      const isLast = i === kernels.length - 1;
      const prepared = order === "normalize-first" ? activate(normalize(x)) : normalize(activate(x));
      x = transposedConvolution(prepared, { kernel, bias: isLast ? weights.bias![0] : undefined });
    });
    return mapEntries(x, end);
  };
}

function given(sizes: Sizes, batch: number): CodingCheck {
  const [latentDim, , channels] = sizes;
  return forwardCheck({
    name: "buildGenerator",
    args: sizes,
    draw(random) {
      const widths = widthsOf(sizes);
      // A transposed convolution with stride 2 adds up four products per channel.
      const kernel = [...widths.slice(1), channels].map((outputs, i) =>
        kernelWeights(random, [4, 4, outputs, widths[i]!], 4 * widths[i]!)
      );
      const dense = kernelWeights(random, [latentDim, 16 * widths[0]!], latentDim / 4);
      return {
        input: normalTensor(random, [batch, latentDim]),
        weights: {
          kernel: [dense, ...kernel],
          bias: [normalTensor(random, [channels], { deviation: 0.3 })],
          ...normalizationWeights(random, widths),
        },
      };
    },
    accept: [forward()],
    tolerance: 2e-3,
    mistakes: [
      { says: "there the activation is LeakyReLU", output: forward({ slope: 0.2 }) },
      { says: "there the activation is LeakyReLU", output: forward({ slope: 0.3 }) },
      { says: "there the activations are missing", output: forward({ slope: 1 }) },
      { says: "there batch normalisation comes behind the activation", output: forward({ order: "activate-first" }) },
      { says: "there the output goes through a sigmoid", output: forward({ end: sigmoid }) },
      { says: "there the output has no activation", output: forward({ end: (value) => value }) },
    ],
  });
}

const shapes: readonly Sizes[] = [[16, 32, 3, 8], [16, 16, 1, 4]];

export const checks: Record<string, CodingCheck> = {
  "shape": {
    draw: () => shapes as unknown as Json,
    probe: ({ tf, candidate, inputs }) =>
      (inputs as unknown as typeof shapes).map((args) => {
        return candidate.buildGenerator(...args).predict(tf.randomNormal([2, args[0]])).shape;
      }),
    judge(output) {
      const got = Array.isArray(output) ? output : [];
      const expected = shapes.map(([, size, channels]) => [2, size, size, channels]);
      const wrong = expected.findIndex((shape, index) => `${got[index]}` !== `${shape}`);
      const index = Math.max(0, wrong);
      return {
        passed: wrong < 0,
        message: `Expected shape ${shown(expected[index])}, got ${shown(got[index])}.`,
        input: `buildGenerator(${shapes[index]!.join(", ")}), two latents`,
      };
    },
  },
  "parameters": parametersCheck({
    name: "buildGenerator",
    expected: ([[16, 32, 3, 8], [16, 16, 1, 4], [64, 32, 3, 16]] as Sizes[]).map(parameters),
  }),
  "forward": given([4, 16, 1, 2], 2),
  "range": {
    draw: (random: Random) => ({ values: normalTensor(random, [8, 16]).values }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      const z = tf.tensor(values, [8, 16]);
      const model = candidate.buildGenerator(16, 16, 1, 4);
      // Small latents for the sign, huge ones for the bound.
      const [small, huge] = [model.predict(z), model.predict(z.mul(1e7))];
      return [small.min(), huge.min(), huge.max()].map((tensor) => tensor.dataSync()[0]);
    },
    judge(output) {
      const isWhole = isNumbers(output, 3);
      const [low, least, most] = isWhole ? output : [0, 0, 0];
      return {
        passed: isWhole && low! < 0 && least! < 0 && least! >= -1 && most! <= 1,
        message: `Expected values in [-1, 1], some of them negative, got from ${shown(least)} to ${shown(most)}.`,
        input: "buildGenerator(16, 16, 1, 4), eight latents, as they are and times ten million",
      };
    },
  },
  "initial-kernels": {
    draw: () => [64, 32, 3, 16],
    probe: ({ candidate, inputs }) => {
      const model = candidate.buildGenerator(...inputs as unknown as number[]);
      // deno-lint-ignore no-explicit-any
      const kernels = model.weights.map((weight: any) => weight.read()).filter(({ shape }: any) => shape.length > 1);
      return kernels.map((kernel: { dataSync(): Float32Array }) => {
        const values = [...kernel.dataSync()];
        const mean = values.reduce((total, value) => total + value, 0) / values.length;
        return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length + mean ** 2);
      });
    },
    judge(output) {
      const passed = isNumbers(output) && output.length === 4 && output.every((size) => Math.abs(size - 0.02) <= 0.002);
      return {
        passed,
        message: `Expected root mean squares of four kernels within 0.02 ± 0.002, got ${shown(output)}.`,
        input: "buildGenerator(64, 32, 3, 16)",
      };
    },
  },
  "latents": {
    draw: (random: Random) => ({ values: normalTensor(random, [4, 16]).values }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      const images = candidate.buildGenerator(16, 16, 1, 4).predict(tf.tensor(values, [4, 16])).reshape([4, -1]);
      const [first, ...others] = tf.unstack(images);
      return others.map((other: { sub(of: unknown): { abs(): { max(): { dataSync(): Float32Array } } } }) =>
        other.sub(first).abs().max().dataSync()[0]!
      );
    },
    judge(output) {
      const passed = isNumbers(output, 3) && output.every((difference) => difference > 1e-7);
      return {
        passed,
        message: `Expected four latents to give four images, got largest differences from the first of ${
          shown(output)
        }.`,
        input: "buildGenerator(16, 16, 1, 4), four latents",
      };
    },
  },
  "deeper-network": given([3, 32, 2, 2], 2),
};
