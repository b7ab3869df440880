import type { CodingCheck, Json, Random } from "../../mod.ts";
import {
  convolution,
  forwardCheck,
  isNumbers,
  isRecord,
  kernelWeights,
  leakyRelu,
  mapEntries,
  maxPooling,
  type ModelWeights,
  normalization,
  normalizationWeights,
  normalTensor,
  parametersCheck,
  shown,
  sigmoid,
  type TensorData,
} from "../_lib/mod.ts";

type Sizes = readonly [size: number, channels: number, baseFilters: number];

const filtersOf = ([size, , baseFilters]: Sizes) =>
  Array.from({ length: Math.log2(size) - 2 }, (_, i) => baseFilters * 2 ** i);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function parameters(sizes: Sizes) {
  const filters = filtersOf(sizes);
  const kernels = sum(filters.map((f, i) => 16 * (filters[i - 1] ?? sizes[1]) * f)) + 16 * filters.at(-1)!;
  const [first = 0, ...rest] = filters;
  const count = kernels + first + 4 * sum(rest) + 1;
  return {
    args: sizes,
    count,
    mistakes: [
      { says: "there every convolution has a bias", count: count + sum(rest) },
      { says: "there batch normalisation follows the first convolution as well", count: count + 4 * first },
      { says: "there batch normalisation follows the first convolution as well", count: count + 4 * first + sum(rest) },
      { says: "there the first convolution has batch normalisation in place of a bias", count: count + 3 * first },
      { says: "there batch normalisation is missing", count: count - 4 * sum(rest) },
      { says: "there batch normalisation is missing", count: count - 3 * sum(rest) },
      { says: "there no convolution has a bias", count: count - first - 1 },
      { says: "there the images are normalised", count: count + 4 * sizes[1] },
    ],
  };
}

/** How usual mistakes differ. */
interface Variant {
  readonly slope?: number;
  readonly pooled?: boolean;
  readonly order?: "normalize-first" | "activate-first";
  readonly end?: (logit: number) => number;
}

// float64 and plain loops: independent of what is examined.
function forward({ slope = 0.2, pooled = false, order = "normalize-first", end = (logit) => logit }: Variant = {}) {
  return (input: TensorData, weights: ModelWeights): TensorData => {
    const kernels = weights.kernel!;
    const activate = (x: TensorData) => leakyRelu(x, slope);
    let x = input;
    kernels.slice(0, -1).forEach((kernel, i) => {
      const layer = { kernel, bias: i === 0 ? weights.bias![0] : undefined };
      // With stride 1 the padding "same" is 1 before and 2 behind.
      const convolved = pooled
        ? maxPooling(convolution(padded(x), layer, { padding: 1 }))
        : convolution(x, layer, { stride: 2, padding: 1 });
      const normalize = (y: TensorData) =>
        i === 0 ? y : normalization(y, {
          gamma: weights.gamma![i - 1]!,
          beta: weights.beta![i - 1]!,
          mean: weights.moving_mean![i - 1]!,
          variance: weights.moving_variance![i - 1]!,
        });
      x = order === "normalize-first" ? activate(normalize(convolved)) : normalize(activate(convolved));
    });
    const logits = convolution(x, { kernel: kernels.at(-1)!, bias: weights.bias![1] });
    return mapEntries({ shape: [logits.shape[0]!, 1], values: logits.values }, end);
  };
}

/** One row and column of zeros behind. */
function padded(x: TensorData): TensorData {
  const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
  const shape = [batch, height + 1, width + 1, channels];
  const values: number[] = [];
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i <= height; i++) {
      for (let j = 0; j <= width; j++) {
        for (let c = 0; c < channels; c++) {
          const isInside = i < height && j < width;
          values.push(isInside ? x.values[((b * height + i) * width + j) * channels + c]! : 0);
        }
      }
    }
  }
  return { shape, values };
}

function given(sizes: Sizes, batch: number, scale = 1): CodingCheck {
  return forwardCheck({
    name: "buildDiscriminator",
    args: sizes,
    draw(random) {
      const filters = filtersOf(sizes);
      const inputs = [sizes[1], ...filters];
      const kernel = [...filters, 1].map((f, i) => kernelWeights(random, [4, 4, inputs[i]!, f], 16 * inputs[i]!));
      const bias = [filters[0]!, 1].map((width) => normalTensor(random, [width], { deviation: 0.5 }));
      return {
        input: normalTensor(random, [batch, sizes[0], sizes[0], sizes[1]], { deviation: scale }),
        weights: { kernel, bias, ...normalizationWeights(random, filters.slice(1)) },
      };
    },
    accept: [forward()],
    tolerance: 2e-3,
    mistakes: [
      { says: "there the activations are missing", output: forward({ slope: 1 }) },
      { says: "there the activation is ReLU", output: forward({ slope: 0 }) },
      { says: "there the slope is 0.3, the standard one", output: forward({ slope: 0.3 }) },
      { says: "there max pooling takes the place of the stride", output: forward({ pooled: true }) },
      { says: "there batch normalisation comes behind the activation", output: forward({ order: "activate-first" }) },
      { says: "that is a probability", output: forward({ end: sigmoid }) },
      { says: "there the logit is squashed", output: forward({ end: Math.tanh }) },
    ],
  });
}

const shapes = [{ args: [32, 3, 8], batch: 3 }, { args: [64, 1, 4], batch: 2 }] as const;

export const checks: Record<string, CodingCheck> = {
  "shape": {
    draw: () => shapes as unknown as Json,
    probe: ({ tf, candidate, inputs }) =>
      (inputs as unknown as typeof shapes).map(({ args, batch }) => {
        const [size, channels] = args;
        const image = tf.randomNormal([batch, size, size, channels]);
        return candidate.buildDiscriminator(...args).predict(image).shape;
      }),
    judge(output) {
      const got = Array.isArray(output) ? output : [];
      const index = Math.max(0, shapes.findIndex(({ batch }, index) => `${got[index]}` !== `${[batch, 1]}`));
      const { args, batch } = shapes[index]!;
      const passed = `${got}` === `${shapes.map(({ batch }) => [batch, 1])}`;
      return {
        passed,
        message: `Expected shape [${batch}, 1] for ${batch} images, got ${shown(got[index])}.`,
        input: `buildDiscriminator(${args.join(", ")})`,
      };
    },
  },
  "parameters": parametersCheck({
    name: "buildDiscriminator",
    expected: ([[32, 3, 8], [64, 3, 8], [16, 1, 4]] as Sizes[]).map(parameters),
  }),
  "forward": given([16, 1, 4], 4),
  "unbounded": {
    draw: (random: Random) => ({ values: normalTensor(random, [4, 16, 16, 1]).values }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      const images = tf.tensor(values, [4, 16, 16, 1]).mul(1e5);
      return [...candidate.buildDiscriminator(16, 1, 4).predict(images).dataSync()];
    },
    judge(output) {
      const largest = isNumbers(output) ? Math.max(...output.map(Math.abs)) : undefined;
      return {
        passed: largest !== undefined && largest > 1.01,
        message: `Expected a logit beyond ±1, got ${shown(largest)} at most.`,
        input: "buildDiscriminator(16, 1, 4), four images with values around ±100000",
      };
    },
  },
  "deeper-network": given([32, 2, 2], 2, 2),
  "trains": {
    draw: (random: Random) => ({ values: normalTensor(random, [3, 32, 32, 2]).values }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      const images = tf.tensor(values, [3, 32, 32, 2]);
      const model = candidate.buildDiscriminator(32, 2, 4);
      const { grads } = tf.variableGrads(() => model.apply(images, { training: true }).square().sum());
      const sizes = model.trainableWeights.map(({ name }: { name: string }) => {
        const slope = grads[name];
        return slope ? slope.abs().max().dataSync()[0] : 0;
      });
      return { weights: model.trainableWeights.length, sizes };
    },
    judge(output) {
      const { weights, sizes } = isRecord(output) ? output : {};
      // Three kernels and the last one, two biases, twice scale and shift.
      const passed = weights === 10 && isNumbers(sizes, 10) && sizes.every((size) => size > 0);
      return { passed, message: `Expected gradients of 10 weights, got ${shown(sizes)}.` };
    },
  },
};
