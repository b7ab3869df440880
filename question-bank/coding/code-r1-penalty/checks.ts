import type { CodingCheck, Json } from "../../mod.ts";
import {
  isRecord,
  judgeNumbers,
  judgeScalar,
  mean,
  norm,
  normals,
  rowsOf,
  shown,
  sigmoid,
  uniforms,
} from "../_lib/mod.ts";

interface Batch {
  readonly real: number[][];
  readonly gamma: number;
}

interface Weighted extends Batch {
  /** One per coordinate. */
  readonly weights: number[];
}

// float64 and plain loops: independent of what is examined.
const penalty = (slopes: readonly (readonly number[])[], gamma: number) =>
  gamma / 2 * mean(slopes.map((slope) => norm(slope) ** 2));

/** What usual mistakes make of per-sample gradients. */
function suspicions(slopes: readonly (readonly number[])[], gamma: number) {
  const norms = slopes.map(norm);
  const right = penalty(slopes, gamma);
  return [
    { says: "there the factor ½ is missing", value: 2 * right },
    { says: "there gamma is missing", value: right / gamma },
    { says: "there gamma and ½ are missing", value: 2 * right / gamma },
    { says: "that is the norm, not its square", value: gamma / 2 * mean(norms) },
    { says: "that draws the norm to 1, not to 0", value: gamma / 2 * mean(norms.map((length) => (length - 1) ** 2)) },
    { says: "that is the sum over the batch, not the mean", value: right * slopes.length },
    { says: "that is the gradient of the mean score, B times too small", value: right / slopes.length ** 2 },
    { says: "that is the mean over all entries", value: right / slopes[0]!.length },
  ];
}

function linear(slope: readonly number[], gamma: number): CodingCheck {
  const real = [[0.5, -1], [0.2, 0.3], [-0.4, 0.1], [0, 0.6], [-0.7, 0.2]].map((row) => row.map(Math.fround));
  return {
    draw: () => ({ real, gamma, weights: [...slope] }),
    probe: ({ tf, candidate, inputs }) => {
      const { real, gamma, weights } = inputs as unknown as Weighted;
      const column = tf.tensor2d(weights, [weights.length, 1]);
      const discriminator = (x: unknown) => tf.matMul(x, column);
      const result = candidate.r1Penalty(discriminator, tf.tensor2d(real), gamma);
      return { shape: result.shape, value: result.dataSync()[0] };
    },
    judge(output) {
      const throughSigmoid = real.map((x) => {
        const p = sigmoid(x.reduce((sum, value, j) => sum + value * slope[j]!, 0));
        return slope.map((w) => w * p * (1 - p));
      });
      return judgeScalar(output, penalty([slope], gamma), {
        tolerance: 1e-4,
        what: "the penalty",
        input: `discriminator w·x with w = ${shown([...slope])}, a batch of ${real.length}, gamma ${gamma}`,
        suspicions: norm(slope) === 0 ? [] : [
          ...suspicions(real.map(() => slope), gamma),
          { says: "that is the gradient of the probability", value: penalty(throughSigmoid, gamma) },
        ],
      });
    },
  };
}

const quadratic: Pick<CodingCheck, "probe" | "judge"> = {
  probe: ({ tf, candidate, inputs }) => {
    const { real, gamma } = inputs as unknown as Batch;
    // Returns [B], where the linear discriminator returns [B, 1].
    const discriminator = (x: { square(): { sum(axis: number): { div(by: number): unknown } } }) =>
      x.square().sum(1).div(2);
    const result = candidate.r1Penalty(discriminator, tf.tensor2d(real), gamma);
    return { shape: result.shape, value: result.dataSync()[0] };
  },
  judge(output, inputs) {
    const { real, gamma } = inputs as unknown as Batch;
    return judgeScalar(output, penalty(real, gamma), {
      tolerance: 1e-4,
      what: "the penalty",
      input: `discriminator ½‖x‖², real ${shown(real[0]!)} …, gamma ${shown(gamma)}`,
      suspicions: suspicions(real, gamma),
    });
  },
};

export const checks: Record<string, CodingCheck> = {
  "linear": linear([3, 4], 10),
  "quadratic": {
    draw: () => ({
      real: [[1.2, -0.7, 0.4], [0.3, 2.1, -1.5], [-0.9, 0.2, 0.8], [1.7, 1.1, 0.6]].map((row) => row.map(Math.fround)),
      gamma: 1,
    }),
    ...quadratic,
  },
  "flat": linear([0, 0], 10),
  "images": {
    draw: (random) => ({ values: normals(random, 3 * 4 * 4 * 2) }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      const discriminator = (x: { sum(axes: number[]): { mul(by: number): unknown } }) => x.sum([1, 2, 3]).mul(2);
      const result = candidate.r1Penalty(discriminator, tf.tensor4d(values, [3, 4, 4, 2]), 2);
      return { shape: result.shape, value: result.dataSync()[0] };
    },
    judge(output) {
      const slopes = Array.from({ length: 3 }, () => Array<number>(32).fill(2));
      return judgeScalar(output, penalty(slopes, 2), {
        tolerance: 1e-4,
        what: "the penalty",
        input: "discriminator 2·(sum of all values) on images [3, 4, 4, 2], gamma 2",
        suspicions: suspicions(slopes, 2),
      });
    },
  },
  // D(x) = Σ wⱼ xⱼ² has the gradient 2 wⱼ xⱼ.
  "weight-gradient": {
    draw: (random) => ({ real: rowsOf(normals(random, 15), 3), gamma: 4, weights: normals(random, 3) }),
    probe: ({ tf, candidate, inputs }) => {
      const { real, gamma, weights } = inputs as unknown as Weighted;
      const variable = tf.variable(tf.tensor2d(weights, [weights.length, 1]));
      const discriminator = (x: unknown) => tf.matMul(tf.square(x), variable);
      const samples = tf.tensor2d(real);
      const { value, grads } = tf.variableGrads(() => candidate.r1Penalty(discriminator, samples, gamma), [variable]);
      const result = { shape: value.shape, value: value.dataSync()[0], gradient: [...grads[variable.name].dataSync()] };
      variable.dispose();
      return result;
    },
    judge(output, inputs) {
      const { real, gamma, weights } = inputs as unknown as Weighted;
      const slopes = real.map((x) => weights.map((w, j) => 2 * w * x[j]!));
      const value = judgeScalar(output, penalty(slopes, gamma), { tolerance: 1e-3, what: "the penalty" });
      if (!value.passed) return value;
      const expected = weights.map((w, j) => 4 * gamma * w * mean(real.map((x) => x[j]! ** 2)));
      const gradient: Json | undefined = isRecord(output) ? output.gradient : undefined;
      return judgeNumbers(gradient, expected, { tolerance: 1e-3, what: "the gradient by the weights" });
    },
  },
  "fresh-batch": {
    draw: (random) => ({ real: rowsOf(normals(random, 24), 4), gamma: uniforms(random, 1, { from: 2, to: 9 })[0]! }),
    ...quadratic,
  },
};
