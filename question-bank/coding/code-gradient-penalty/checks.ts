import type { CodingCheck, Json, Random } from "../../mod.ts";
import { close, isNumbers, isRecord, judgeNumber, mean, norm, normals, shown, uniforms } from "../_lib/mod.ts";

interface Points {
  readonly real: number[][];
  readonly fake: number[][];
  readonly epsilon: number[];
}

const rows = (random: Random, count: number, width: number, distribution = {}) =>
  Array.from({ length: count }, () => normals(random, width, distribution));

const between = ({ real, fake, epsilon }: Points) =>
  real.map((row, i) => row.map((x, j) => epsilon[i]! * x + (1 - epsilon[i]!) * fake[i]![j]!));

const penalty = (norms: readonly number[]) => mean(norms.map((length) => (length - 1) ** 2));

/** What usual mistakes make of per-sample gradients. */
function suspicions(slopes: readonly (readonly number[])[]) {
  const norms = slopes.map(norm);
  return [
    { says: "that compares the squared norm with 1", value: mean(norms.map((length) => (length ** 2 - 1) ** 2)) },
    { says: "that is one norm over the whole batch", value: (norm(slopes.flat()) - 1) ** 2 },
    { says: "that draws the norm to 0, not to 1", value: mean(norms.map((length) => length ** 2)) },
    {
      says: "that is the gradient of the mean score, B times too small",
      value: penalty(norms.map((length) => length / slopes.length)),
    },
    { says: "that leaves norms below 1 alone", value: mean(norms.map((length) => Math.max(0, length - 1) ** 2)) },
  ];
}

const fixed: Points = {
  real: [[1.2, -0.7, 0.4], [0.3, 2.1, -1.5], [-0.9, 0.2, 0.8], [1.7, 1.1, 0.6], [-2.2, 0.5, 1.3]],
  fake: [[-0.4, 0.9, 1.6], [1.8, -0.3, 0.1], [0.7, -1.9, -0.6], [-1.1, 0.4, 2.3], [0.2, 1.4, -0.8]],
  epsilon: [0.1, 0.9, 0.5, 0.3, 0.7],
};
const weights = [0.6, -1.2, 2];

const quadratic: Pick<CodingCheck, "probe" | "judge"> = {
  probe: ({ tf, candidate, inputs }) => {
    const { real, fake, epsilon } = inputs as unknown as Points;
    // Returns [B], where the linear critic returns [B, 1].
    const critic = (x: { square(): { sum(axis: number): { div(by: number): unknown } } }) => x.square().sum(1).div(2);
    const result = candidate.gradientPenalty(critic, tf.tensor2d(real), tf.tensor2d(fake), tf.tensor1d(epsilon));
    return { shape: result.shape, value: result.dataSync()[0] };
  },
  judge(output, inputs) {
    const points = inputs as unknown as Points;
    const { real, fake, epsilon } = points;
    const at = (point: Points) => penalty(between(point).map(norm));
    const options = {
      tolerance: 1e-4,
      what: "the penalty",
      input: `critic ½‖x‖², real ${shown(real[0]!)} …, fake ${shown(fake[0]!)} …, epsilon ${shown(epsilon)}`,
      suspicions: [
        { says: "that is the penalty at the real points", value: at({ ...points, epsilon: epsilon.map(() => 1) }) },
        { says: "that is the penalty at the fake points", value: at({ ...points, epsilon: epsilon.map(() => 0) }) },
        { says: "there epsilon weighs the fake sample", value: at({ ...points, real: fake, fake: real }) },
        {
          says: "there all samples share one epsilon",
          value: at({ ...points, epsilon: epsilon.map(() => epsilon[0]!) }),
        },
        ...suspicions(between(points)),
      ],
    };
    return judgeScalar(output, at(points), options);
  },
};

function judgeScalar(output: Json, expected: number, options: Parameters<typeof judgeNumber>[2]) {
  if (!isRecord(output) || !Array.isArray(output.shape) || output.shape.length !== 0) {
    const shape = isRecord(output) ? JSON.stringify(output.shape) : "nothing";
    const message = `Expected a tensor of shape [], got one of shape ${shape}.`;
    return { passed: false, message, ...(options.input === undefined ? {} : { input: options.input }) };
  }
  return judgeNumber(output.value, expected, options);
}

function linear(slope: readonly number[]): CodingCheck {
  return {
    draw: () => ({ ...fixed, slope: [...slope] }),
    probe: ({ tf, candidate, inputs }) => {
      const { real, fake, epsilon, slope } = inputs as unknown as Points & { slope: number[] };
      const column = tf.tensor2d(slope, [slope.length, 1]);
      const critic = (x: unknown) => tf.matMul(x, column);
      const result = candidate.gradientPenalty(critic, tf.tensor2d(real), tf.tensor2d(fake), tf.tensor1d(epsilon));
      return { shape: result.shape, value: result.dataSync()[0] };
    },
    judge: (output) =>
      judgeScalar(output, penalty([norm(slope)]), {
        tolerance: 1e-4,
        what: "the penalty",
        input: `critic w·x with w = ${shown([...slope])}, a batch of ${fixed.real.length}`,
        suspicions: suspicions(fixed.real.map(() => slope)),
      }),
  };
}

interface TanhCritic extends Points {
  readonly first: number[][];
  readonly second: number[][];
}

/** The penalty of the critic tanh(x·first)·second, in float64. */
function tanhPenalty(points: TanhCritic, first: readonly (readonly number[])[], second: readonly number[]): number {
  return penalty(
    between(points).map((x) => {
      const hidden = second.map((_, k) => Math.tanh(x.reduce((sum, value, j) => sum + value * first[j]![k]!, 0)));
      return norm(x.map((_, j) => hidden.reduce((sum, h, k) => sum + second[k]! * (1 - h * h) * first[j]![k]!, 0)));
    }),
  );
}

/** Central differences of {@link tanhPenalty} by all weights, first layer first. */
function tanhPenaltyGradient(points: TanhCritic): number[] {
  const first = points.first.map((row) => [...row]);
  const second = points.second.flat();
  const h = 1e-5;
  const slope = (row: number[], index: number) => {
    const kept = row[index]!;
    row[index] = kept + h;
    const above = tanhPenalty(points, first, second);
    row[index] = kept - h;
    const below = tanhPenalty(points, first, second);
    row[index] = kept;
    return (above - below) / (2 * h);
  };
  return [...first, second].flatMap((row) => row.map((_, index) => slope(row, index)));
}

export const checks: Record<string, CodingCheck> = {
  "linear": linear(weights),
  "quadratic": { draw: () => fixed as unknown as Json, ...quadratic },
  "two-sided": linear([0.18, 0.24, 0]),
  "images": {
    draw: () => null,
    probe: ({ tf, candidate }) => {
      const real = tf.randomNormal([3, 4, 4, 2], 0, 1, "float32", 1);
      const fake = tf.randomNormal([3, 4, 4, 2], 0, 1, "float32", 2);
      const critic = (x: { sum(axes: number[]): { mul(by: number): unknown } }) => x.sum([1, 2, 3]).mul(2);
      const result = candidate.gradientPenalty(critic, real, fake, tf.tensor1d([0.2, 0.5, 0.8]));
      return { shape: result.shape, value: result.dataSync()[0] };
    },
    judge: (output) =>
      judgeScalar(output, (2 * Math.sqrt(32) - 1) ** 2, {
        tolerance: 1e-3,
        what: "the penalty",
        input: "critic 2·(sum of all values) on images [3, 4, 4, 2]",
        suspicions: suspicions(Array.from({ length: 3 }, () => Array<number>(32).fill(2))),
      }),
  },
  "weight-gradient": {
    draw: (random) => ({
      real: rows(random, 5, 3),
      fake: rows(random, 5, 3),
      epsilon: uniforms(random, 5),
      first: rows(random, 3, 8, { deviation: 0.7 }),
      second: rows(random, 8, 1, { deviation: 0.7 }),
    }),
    probe: ({ tf, candidate, inputs }) => {
      const { real, fake, epsilon, first, second } = inputs as unknown as TanhCritic;
      const w1 = tf.variable(tf.tensor2d(first));
      const w2 = tf.variable(tf.tensor2d(second));
      const critic = (x: unknown) => tf.matMul(tf.tanh(tf.matMul(x, w1)), w2);
      const samples = [tf.tensor2d(real), tf.tensor2d(fake), tf.tensor1d(epsilon)];
      const { grads } = tf.variableGrads(() => candidate.gradientPenalty(critic, ...samples), [w1, w2]);
      const result = [w1, w2].flatMap(({ name }) => [...grads[name].dataSync()]);
      w1.dispose();
      w2.dispose();
      return result;
    },
    judge(output, inputs) {
      const expected = tanhPenaltyGradient(inputs as unknown as TanhCritic);
      const isRead = isNumbers(output, expected.length);
      const error = isRead ? norm(expected.map((value, i) => value - output[i]!)) / norm(expected) : Infinity;
      const message = isRead
        ? `Expected the gradient of the penalty by the weights, got one that is off by ${shown(100 * error)} %.`
        : `Expected ${expected.length} finite numbers, got ${shown(output)}.`;
      return { passed: close(error, 0, { tolerance: 2e-2 }), message };
    },
  },
  "fresh-batch": {
    draw: (random) => ({ real: rows(random, 6, 4), fake: rows(random, 6, 4), epsilon: uniforms(random, 6) }),
    ...quadratic,
  },
};
