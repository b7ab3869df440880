import type { CodingCheck, Json, Random } from "../../mod.ts";
import {
  type Argument,
  at,
  callCheck,
  isNumbers,
  normalTensor,
  type Parts,
  shown,
  tensorBy,
  type TensorData,
} from "../_lib/mod.ts";

/** How usual mistakes differ. */
interface Variant {
  readonly shares?: (scores: TensorData) => TensorData;
  readonly gammaOf?: (gamma: number) => number;
  readonly residual?: number;
  readonly scale?: number;
}

// float64 and plain loops: independent of what is examined.
function softmaxOver(axis: 1 | 2) {
  return (scores: TensorData): TensorData => {
    const [, count = 0] = scores.shape;
    return tensorBy(scores.shape, (b, i, j) => {
      const others = Array.from(
        { length: count },
        (_, k) => axis === 2 ? at(scores, b!, i!, k) : at(scores, b!, k, j!),
      );
      const most = Math.max(...others);
      const sum = others.reduce((sum, score) => sum + Math.exp(score - most), 0);
      return Math.exp(at(scores, b!, i!, j!) - most) / sum;
    });
  };
}

const identity = (scores: TensorData) => tensorBy(scores.shape, (_, i, j) => i === j ? 1 : 0);

function attend({ shares = softmaxOver(2), gammaOf = (gamma) => gamma, residual = 1, scale = 1 }: Variant = {}) {
  return ([features, queryWeights, keyWeights, valueWeights, gamma]: readonly Argument[]): Parts => {
    const x = features as TensorData;
    const [batch = 0, height = 0, width = 0, channels = 0] = x.shape;
    const count = height * width;
    const project = (weights: TensorData) =>
      tensorBy([batch, count, weights.shape[1]!], (b, n, d) => {
        let sum = 0;
        for (let c = 0; c < channels; c++) sum += x.values[(b! * count + n!) * channels + c]! * at(weights, c, d!);
        return sum;
      });
    const [query, key, value] = [queryWeights, keyWeights, valueWeights].map((each) => project(each as TensorData));
    const depth = query!.shape[2]!;
    const scores = tensorBy([batch, count, count], (b, i, j) => {
      let sum = 0;
      for (let d = 0; d < depth; d++) sum += at(query!, b!, i!, d) * at(key!, b!, j!, d);
      return sum * scale;
    });
    const attention = shares(scores);
    const output = tensorBy(x.shape, (b, h, w, c) => {
      const i = h! * width + w!;
      let sum = 0;
      for (let j = 0; j < count; j++) sum += at(attention, b!, i, j) * at(value!, b!, j, c!);
      return residual * at(x, b!, h!, w!, c!) + gammaOf(gamma as number) * sum;
    });
    return { output, attention };
  };
}

const mistakes = [
  { says: "there the softmax is over the queries, not over the keys", variant: { shares: softmaxOver(1) } },
  { says: "there the softmax is missing", variant: { shares: (scores: TensorData) => scores } },
  { says: "there every position attends to itself alone", variant: { shares: identity } },
  { says: "there the features are not added", variant: { residual: 0 } },
  { says: "there gamma is missing", variant: { gammaOf: () => 1 } },
  { says: "there the scores are divided by the root of d", variant: { scale: Math.SQRT1_2 } },
].map(({ says, variant }) => ({ says, expect: attend(variant) }));

type Pick = "output" | "attention" | "both";

/** Compares what it names; the other part may be wrong, and has a check of its own. */
function check(
  pick: Pick,
  draw: (random: Random) => readonly Argument[],
  options: { readonly tolerance?: number; readonly gradientBy?: readonly number[] } = {},
): CodingCheck {
  const only = (expect: (args: readonly Argument[]) => Parts) => (args: readonly Argument[]): Parts =>
    Object.fromEntries(Object.entries(expect(args)).filter(([part]) => pick === "both" || part === pick));
  return callCheck({
    name: "selfAttention",
    draw,
    expect: only(attend()),
    tolerance: 1e-3,
    mistakes: mistakes.map(({ says, expect }) => ({ says, expect: only(expect) })),
    ...options,
  });
}

function drawAll(
  random: Random,
  { shape, depth, gamma }: { readonly shape: readonly number[]; readonly depth: number; readonly gamma: number },
) {
  const channels = shape[3]!;
  const weights = (width: number) => normalTensor(random, [channels, width], { deviation: 0.7 });
  return [normalTensor(random, shape), weights(depth), weights(depth), weights(channels), gamma];
}

const zeros = (shape: readonly number[]) => tensorBy(shape, () => 0);
const one: TensorData = { shape: [1, 1], values: [1] };

export const checks: Record<string, CodingCheck> = {
  "three-pixels": check("both", () => [
    { shape: [1, 1, 3, 1], values: [1, 2, 3] },
    one,
    { shape: [1, 1], values: [0.5] },
    { shape: [1, 1], values: [10] },
    1,
  ]),
  "gamma-zero": check("output", (random) => drawAll(random, { shape: [2, 3, 3, 4], depth: 2, gamma: 0 }), {
    tolerance: 1e-4,
  }),
  "shares": check("attention", (random) => drawAll(random, { shape: [2, 3, 3, 4], depth: 2, gamma: 0.7 })),
  "uniform": check("both", (random) => {
    const [features, , , , gamma] = drawAll(random, { shape: [1, 3, 3, 2], depth: 2, gamma: 1 });
    const identityMatrix = tensorBy([2, 2], (i, j) => i === j ? 1 : 0);
    return [features!, zeros([2, 2]), zeros([2, 2]), identityMatrix, gamma!];
  }),
  "output": check("output", (random) => drawAll(random, { shape: [2, 3, 4, 3], depth: 2, gamma: 0.7 })),
  "opposite-corner": {
    // Two samples: the gradient of tf.unstack fails for one.
    draw(random) {
      const [features, queries, keys] = drawAll(random, { shape: [2, 4, 4, 2], depth: 2, gamma: 1 });
      const { shape, values } = keys as TensorData;
      // Small keys spread the attention, values of one sign add up: the slope is never near 0.
      const spread = { shape, values: values.map((value) => 0.1 * value) };
      return [features, queries, spread, normalTensor(random, [2, 2], { mean: 1, deviation: 0.2 }), 1] as Json;
    },
    probe: ({ tf, candidate, inputs }) => {
      const [features, ...rest] = inputs as unknown as Argument[];
      const read = ({ values, shape }: TensorData) => tf.tensor(values, shape);
      const given = rest.map((arg) => typeof arg === "number" ? arg : read(arg));
      const corner = (x: unknown) =>
        candidate.selfAttention(x, ...given).output.slice([0, 0, 0, 0], [1, 1, 1, 2]).sum();
      return [...tf.grad(corner)(read(features as TensorData)).slice([0, 3, 3, 0], [1, 1, 1, 2]).dataSync()];
    },
    judge(output, inputs) {
      const args = inputs as unknown as Argument[];
      const corner = (change: readonly number[]) => {
        const x = args[0] as TensorData;
        const values = x.values.map((value, index) => value + (change[index - 30] ?? 0));
        const { output } = attend()(args.with(0, { ...x, values }));
        return output!.values[0]! + output!.values[1]!;
      };
      const expected = [[1e-4, 0], [0, 1e-4]].map((change) =>
        (corner(change) - corner(change.map((size) => -size))) / 2e-4
      );
      const passed = isNumbers(output, 2) && output.every((slope, c) => Math.abs(slope - expected[c]!) < 1e-3);
      return { passed, message: `Expected the slope ${shown(expected)}, got ${shown(output)}.` };
    },
  },
  "flipped": check("output", (random) => {
    const [features, ...rest] = drawAll(random, { shape: [1, 4, 4, 2], depth: 2, gamma: 1 });
    const x = features as TensorData;
    return [tensorBy(x.shape, (b, h, w, c) => at(x, b!, 3 - h!, 3 - w!, c!)), ...rest];
  }),
  "gradient": check("both", (random) => drawAll(random, { shape: [2, 2, 2, 3], depth: 2, gamma: 0.7 }), {
    gradientBy: [0, 1, 2, 3],
  }),
};
