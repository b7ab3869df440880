import type { CodingCheck, Json } from "../../mod.ts";
import {
  at,
  convolution,
  forwardCheck,
  isNumbers,
  isRecord,
  kernelWeights,
  mapEntries,
  type ModelWeights,
  normalization,
  normalizationWeights,
  normalTensor,
  parametersCheck,
  shown,
  tensorBy,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

type Sizes = readonly [channels: number, filters: number, residualBlocks: number];

function parameters([c, f, blocks]: Sizes) {
  const count = 81 * c * f + 2 * f + blocks * (2 * (9 * f * f + f) + 9 * f) + 9 * f * f + 5 * f +
    2 * (36 * f * f + 5 * f) + 81 * c * f + c;
  return {
    args: [c, f, blocks],
    count,
    mistakes: [
      { says: "there only one of the two enlargements is made", count: count - (36 * f * f + 5 * f) },
      { says: "there the slopes of PReLU are missing", count: count - (3 + blocks) * f },
      { says: "there the batch normalisation behind the blocks is missing", count: count - 4 * f },
      { says: "there batch normalisation is missing", count: count - 4 * f * (2 * blocks + 1) },
      { says: "there the convolution behind the blocks is missing", count: count - (9 * f * f + 5 * f) },
      { says: "there the biases are missing", count: count - (f + 2 * blocks * f + f + 8 * f + c) },
      {
        says: "there the convolutions before the pixel shuffle do not make four times the filters",
        count: count - 54 * f * f - 6 * f,
      },
    ],
  };
}

const addUp = (x: TensorData, y: TensorData): TensorData => ({
  shape: x.shape,
  values: x.values.map((value, index) => value + y.values[index]!),
});

type Order = "channel-last" | "channel-first";

/** The channel is the fastest index in depthToSpace and the slowest in PyTorch. */
function shuffle(x: TensorData, order: Order): TensorData {
  const [batch = 0, height = 0, width = 0, depth = 0] = x.shape;
  const channels = depth / 4;
  return tensorBy([batch, 2 * height, 2 * width, channels], (b, i, j, c) => {
    const offset = 2 * (i! % 2) + j! % 2;
    const from = order === "channel-last" ? offset * channels + c! : 4 * c! + offset;
    return at(x, b!, Math.floor(i! / 2), Math.floor(j! / 2), from);
  });
}

/** How usual mistakes differ. */
interface Variant {
  readonly order?: Order;
  readonly inBlocks?: boolean;
  readonly overBlocks?: boolean;
  readonly end?: (value: number) => number;
  /** A further activation behind each sum. */
  readonly rectified?: boolean;
}

// float64 and plain loops: independent of what is examined.
function forward(
  { order = "channel-last", inBlocks = true, overBlocks = true, end = Math.tanh, rectified = false }: Variant = {},
) {
  return (input: TensorData, weights: ModelWeights): TensorData => {
    const next = { convolution: 0, normalization: 0, prelu: 0 };
    const convolve = (x: TensorData) => {
      const index = next.convolution++;
      const kernel = weights.kernel![index]!;
      return convolution(x, { kernel, bias: weights.bias![index] }, { padding: (kernel.shape[0]! - 1) / 2 });
    };
    const normalize = (x: TensorData) => {
      const index = next.normalization++;
      return normalization(x, {
        gamma: weights.gamma![index]!,
        beta: weights.beta![index]!,
        mean: weights.moving_mean![index]!,
        variance: weights.moving_variance![index]!,
      });
    };
    const prelu = (x: TensorData) => {
      const slopes = weights.alpha![next.prelu++]!.values;
      return mapEntries(x, (value, channel) => value >= 0 ? value : slopes[channel]! * value);
    };
    const sum = (x: TensorData, y: TensorData) =>
      mapEntries(addUp(x, y), (value) => rectified ? Math.max(0, value) : value);
    const first = prelu(convolve(input));
    let x = first;
    for (let block = 0; block < (weights.gamma!.length - 1) / 2; block++) {
      const changed = normalize(convolve(prelu(normalize(convolve(x)))));
      x = inBlocks ? sum(changed, x) : changed;
    }
    const changed = normalize(convolve(x));
    x = overBlocks ? sum(changed, first) : changed;
    for (let doubling = 0; doubling < 2; doubling++) x = prelu(shuffle(convolve(x), order));
    return mapEntries(convolve(x), end);
  };
}

function given(sizes: Sizes, [height, width]: readonly [number, number]): CodingCheck {
  const [channels, filters, blocks] = sizes;
  const wide = Array.from({ length: 2 * blocks + 1 }, () => filters);
  return forwardCheck({
    name: "buildGenerator",
    args: sizes,
    draw(random) {
      const kernel = [
        kernelWeights(random, [9, 9, channels, filters], 81 * channels),
        ...wide.map(() => kernelWeights(random, [3, 3, filters, filters], 9 * filters)),
        ...[0, 1].map(() => kernelWeights(random, [3, 3, filters, 4 * filters], 9 * filters)),
        // Small, so that tanh does not saturate.
        normalTensor(random, [9, 9, filters, channels], { deviation: 0.4 / Math.sqrt(81 * filters) }),
      ];
      const alpha = Array.from({ length: blocks + 3 }, () => ({
        shape: [1, 1, filters],
        values: uniforms(random, filters, { from: 0.1, to: 0.5 }),
      }));
      return {
        input: normalTensor(random, [2, height, width, channels], { deviation: 0.7 }),
        weights: {
          kernel,
          bias: kernel.map(({ shape }) => normalTensor(random, [shape[3]!], { deviation: 0.2 })),
          alpha,
          ...normalizationWeights(random, wide),
        },
      };
    },
    accept: [forward(), forward({ order: "channel-first" })],
    tolerance: 2e-3,
    mistakes: (["channel-last", "channel-first"] as const).flatMap((order) => [
      { says: "there no block adds what went into it", output: forward({ order, inBlocks: false }) },
      { says: "there the skip connection over all blocks is missing", output: forward({ order, overBlocks: false }) },
      { says: "there are no skip connections", output: forward({ order, inBlocks: false, overBlocks: false }) },
      { says: "there tanh is missing", output: forward({ order, end: (value) => value }) },
      { says: "there an activation follows the sums", output: forward({ order, rectified: true }) },
    ]),
  });
}

const pictures = [{ args: [3, 8, 2], height: 6, width: 5 }, { args: [1, 4, 1], height: 3, width: 7 }] as const;

export const checks: Record<string, CodingCheck> = {
  "sizes": {
    draw: () => pictures as unknown as Json,
    probe: ({ tf, candidate, inputs }) =>
      (inputs as unknown as typeof pictures).map(({ args, height, width }) =>
        candidate.buildGenerator(...args).predict(tf.randomNormal([2, height, width, args[0]])).shape
      ),
    judge(output) {
      const got = Array.isArray(output) ? output : [];
      const expected = pictures.map(({ args, height, width }) => [2, 4 * height, 4 * width, args[0]]);
      const wrong = expected.findIndex((shape, index) => `${got[index]}` !== `${shape}`);
      const index = Math.max(0, wrong);
      const { args, height, width } = pictures[index]!;
      return {
        passed: wrong < 0,
        message: `Expected shape ${shown(expected[index])}, got ${shown(got[index])}.`,
        input: `buildGenerator(${args.join(", ")}), two pictures of ${height}×${width}`,
      };
    },
  },
  "parameters": parametersCheck({
    name: "buildGenerator",
    expected: ([[3, 8, 2], [1, 4, 1]] as Sizes[]).map(parameters),
  }),
  "forward": given([1, 4, 1], [4, 4]),
  "more-blocks": given([3, 2, 2], [3, 4]),
  "gradients": {
    draw: (random) => ({
      small: normalTensor(random, [2, 4, 4, 1], { deviation: 0.7 }).values,
      large: normalTensor(random, [2, 16, 16, 1], { deviation: 0.3 }).values,
    }),
    probe: ({ tf, candidate, inputs }) => {
      const { small, large } = inputs as unknown as { small: number[]; large: number[] };
      const [picture, target] = [tf.tensor(small, [2, 4, 4, 1]), tf.tensor(large, [2, 16, 16, 1])];
      const model = candidate.buildGenerator(1, 4, 1);
      const loss = () => model.apply(picture, { training: true }).sub(target).square().mean();
      const { grads } = tf.variableGrads(loss);
      return model.trainableWeights.map(({ name, shape }: { name: string; shape: number[] }) => ({
        isKernel: shape.length === 4,
        size: grads[name] ? grads[name].abs().max().dataSync()[0] : null,
      }));
    },
    judge(output) {
      const slopes = Array.isArray(output) ? output : [];
      const sizes = slopes.map((slope) => isRecord(slope) ? slope.size ?? null : null);
      // Seven kernels, seven biases, three pairs of scale and shift, four lists of slopes. A bias before batch normalisation has none.
      const isTrained = slopes.every((slope, index) =>
        isRecord(slope) && (!slope.isKernel || Number(sizes[index]) > 0)
      );
      const passed = isNumbers(sizes, 24) && isTrained;
      return { passed, message: `Expected finite gradients of 24 weights, got ${shown(sizes)}.` };
    },
  },
};
