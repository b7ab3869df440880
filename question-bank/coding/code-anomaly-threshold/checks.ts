import type { CodingCheck, Json, Judgement } from "../../mod.ts";
import { isNumbers, isRecord, judgeNumber, judgeNumbers, mean, normals, seeded, shown, uniforms } from "../_lib/mod.ts";

type Rows = readonly (readonly number[])[];

interface Scored {
  readonly inputs: Rows;
  /** The autoencoder multiplies by this. */
  readonly weights: Rows;
}

interface Asked {
  readonly errors: readonly number[];
  readonly quantiles: readonly number[];
}

// float64 and plain loops: independent of what is examined.
const errorsOf = ({ inputs, weights }: Scored) =>
  inputs.map((row) => row.map((x, k) => row.reduce((sum, value, j) => sum - value * weights[j]![k]!, x)));
const scoresOf = (scored: Scored) => errorsOf(scored).map((errors) => mean(errors.map((error) => error ** 2)));

function quantileOf(errors: readonly number[], quantile: number): number {
  const sorted = errors.toSorted((a, b) => a - b);
  const position = quantile * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below + (position % 1) * (above - below);
}

const probeScores: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { inputs: rows, weights } = inputs as unknown as Scored;
  const matrix = tf.tensor2d(weights);
  const scores = candidate.reconstructionErrors((x: unknown) => tf.matMul(x, matrix), tf.tensor2d(rows));
  return { shape: scores.shape, values: [...scores.dataSync()] };
};

function judgeScores(output: Json | undefined, scored: Scored, input?: string): Judgement {
  const shape = isRecord(output) ? JSON.stringify(output.shape) : "none";
  const expectedShape = `[${scored.inputs.length}]`;
  const shownInput = input === undefined ? {} : { input };
  if (shape !== expectedShape) {
    return { passed: false, message: `Expected errors of shape ${expectedShape}, got shape ${shape}.`, ...shownInput };
  }
  const errors = errorsOf(scored);
  const of = (each: (error: readonly number[]) => number) => errors.map(each);
  return judgeNumbers((output as { values?: Json }).values, scoresOf(scored), {
    tolerance: 1e-4,
    what: "the errors",
    ...shownInput,
    suspicions: [
      { says: "that sums over the features", value: of((row) => row.reduce((sum, error) => sum + error ** 2, 0)) },
      { says: "that averages absolute errors", value: of((row) => mean(row.map(Math.abs))) },
      { says: "there errors of opposite sign cancel", value: of((row) => mean(row)) },
      { says: "there errors of opposite sign cancel", value: of((row) => -mean(row)) },
      { says: "that squares the mean error, in which signs cancel", value: of((row) => mean(row) ** 2) },
      { says: "that is the root of the mean", value: of((row) => Math.sqrt(mean(row.map((error) => error ** 2)))) },
    ],
  });
}

const probeQuantiles: CodingCheck["probe"] = ({ candidate, inputs }) => {
  const { errors, quantiles } = inputs as unknown as Asked;
  const list = [...errors];
  const thresholds = quantiles.map((quantile) => candidate.quantileThreshold(list, quantile));
  return { thresholds, after: list };
};

function judgeQuantiles(output: Json | undefined, { errors, quantiles }: Asked): Judgement {
  const got = isRecord(output) ? output : {};
  const input = `errors ${shown([...errors])}, quantile ${quantiles.map((quantile) => shown(quantile)).join(" and ")}`;
  const thresholds = Array.isArray(got.thresholds) ? got.thresholds : [];
  const judgements = quantiles.map((quantile, index) => {
    const position = quantile * (errors.length - 1);
    const sorted = errors.toSorted((a, b) => a - b);
    const asWords = [...errors].sort();
    const [below, above] = [Math.floor(position), Math.ceil(position)];
    return judgeNumber(thresholds[index], quantileOf(errors, quantile), {
      tolerance: 1e-4,
      what: "the threshold",
      input,
      suspicions: [
        { says: "that is the largest error", value: sorted.at(-1)! },
        {
          says: "there the errors are sorted as words",
          value: asWords[below]! + (position % 1) * (asWords[above]! - asWords[below]!),
        },
        {
          says: "there the errors are not sorted",
          value: errors[below]! + (position % 1) * (errors[above]! - errors[below]!),
        },
        { says: "there they are sorted from large to small", value: quantileOf(errors, 1 - quantile) },
        { says: "that is the error below, without interpolation", value: sorted[below]! },
        { says: "that is the error above, without interpolation", value: sorted[above]! },
        { says: "that is the mean of the two neighbours", value: (sorted[below]! + sorted[above]!) / 2 },
      ],
    });
  });
  const first = judgements.find(({ passed }) => !passed) ?? judgements[0]!;
  if (!first.passed) return first;
  const isKept = isNumbers(got.after, errors.length) && got.after.every((value, index) => value === errors[index]);
  return isKept ? first : { passed: false, message: "Expected the list in its order, got it changed.", input };
}

const asks = (asked: Asked): CodingCheck => ({
  draw: () => asked as unknown as Json,
  probe: probeQuantiles,
  judge: (output, inputs) => judgeQuantiles(output, inputs as unknown as Asked),
});

const rows = (values: readonly number[], width: number) =>
  Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));

/** Points near the line through 0 along `direction`, and the projection onto it. */
const direction = [0.6, 0.8];
const projection = direction.map((a) => direction.map((b) => a * b));
const along = normals(seeded(11), 200, { deviation: 2 });
const across = normals(seeded(12), 200, { deviation: 0.05 });
const normalPoints = along.map((t, i) => [
  Math.fround(t * direction[0]! - across[i]! * direction[1]!),
  Math.fround(t * direction[1]! + across[i]! * direction[0]!),
]);
const anomalies = [[-1.6, 1.2], [2.4, -0.7]];

const probeFlags: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { normal, odd, weights } = inputs as unknown as { normal: number[][]; odd: number[][]; weights: number[][] };
  const matrix = tf.tensor2d(weights);
  const scores = (
    points: number[][],
  ) => [...candidate.reconstructionErrors((x: unknown) => tf.matMul(x, matrix), tf.tensor2d(points)).dataSync()];
  const threshold = candidate.quantileThreshold(scores(normal), 0.99);
  const flagged = (points: number[][]) => scores(points).filter((score) => score > threshold).length;
  return { normal: flagged(normal), odd: flagged(odd) };
};

export const checks: Record<string, CodingCheck> = {
  "errors-by-hand": {
    draw: () => ({ inputs: [[1, 1], [3, -3]], weights: [[0, 0], [0, 0]] }),
    probe: probeScores,
    judge: (output, inputs) =>
      judgeScores(output, inputs as unknown as Scored, "inputs [[1, 1], [3, -3]], an autoencoder that returns zeros"),
  },
  "median": asks({ errors: [5, 1, 4, 2, 3], quantiles: [0.5] }),
  "between-two": asks({ errors: [10, 0], quantiles: [0.25] }),
  "digits": asks({ errors: [9, 100, 20, 1000, 3], quantiles: [0.75] }),
  "flags": {
    draw: () => ({ normal: normalPoints, odd: anomalies, weights: projection }),
    probe: probeFlags,
    judge(output) {
      const { normal, odd } = output as { normal: number; odd: number };
      return {
        passed: odd === 2 && normal >= 1 && normal <= 3,
        message: `Expected both anomalies and 1 to 3 of 200 normal points flagged, got ${odd} and ${normal}.`,
        input: "points within about 0.1 of a line, two points far off it, projection onto the line, quantile 0.99",
      };
    },
  },
  "ends": {
    draw: (random) => ({ errors: uniforms(random, 7, { from: 1, to: 90 }), quantiles: [1, 0] }),
    probe: ({ candidate, inputs }) => {
      const { errors, quantiles } = inputs as unknown as Asked;
      const list = [...errors];
      const thresholds = quantiles.map((quantile) => candidate.quantileThreshold(list, quantile));
      return { thresholds, after: list, alone: candidate.quantileThreshold([errors[0]!], 0.3) };
    },
    judge(output, inputs) {
      const asked = inputs as unknown as Asked;
      const judged = judgeQuantiles(output, asked);
      return judged.passed
        ? judgeNumber((output as { alone?: Json }).alone, asked.errors[0]!, {
          tolerance: 1e-4,
          what: "the threshold of one error",
        })
        : judged;
    },
  },
  "fresh-errors": {
    draw: (random) => ({
      scored: { inputs: rows(normals(random, 18), 3), weights: rows(normals(random, 9), 3) },
      asked: { errors: uniforms(random, 11, { from: 0.5, to: 200 }), quantiles: uniforms(random, 3) },
    }),
    probe: ({ tf, candidate, inputs }) => {
      const { scored, asked } = inputs as unknown as { scored: Scored; asked: Asked };
      const matrix = tf.tensor2d(scored.weights);
      const scores = candidate.reconstructionErrors((x: unknown) => tf.matMul(x, matrix), tf.tensor2d(scored.inputs));
      const list = [...asked.errors];
      const thresholds = asked.quantiles.map((quantile) => candidate.quantileThreshold(list, quantile));
      return {
        scores: { shape: scores.shape, values: [...scores.dataSync()] },
        thresholds: { thresholds, after: list },
      };
    },
    judge(output, inputs) {
      const { scored, asked } = inputs as unknown as { scored: Scored; asked: Asked };
      const got = isRecord(output) ? output : {};
      const scores = judgeScores(got.scores, scored);
      return scores.passed ? judgeQuantiles(got.thresholds, asked) : scores;
    },
  },
};
