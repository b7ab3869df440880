import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  firstFailure,
  isRecord,
  judgeNumbers,
  judgeTensor,
  normals,
  rowsOf,
  seeded,
  shown,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

interface Case {
  /** Columns. */
  readonly width: number;
  /** Row by row. */
  readonly logits: readonly number[];
  readonly noise: readonly number[];
  readonly temperature: number;
  readonly hard: boolean;
  /** Of a weighted sum of the result, which is differentiated; absent: values alone. */
  readonly weights?: readonly number[];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  // deno-lint-ignore no-explicit-any
  type Tensor = any;
  return (inputs as unknown as Case[]).map(({ width, logits, noise, temperature, hard, weights }) => {
    const table = (values: readonly number[]) => tf.tensor2d(values, [values.length / width, width]);
    const call = (given: Tensor) => candidate.gumbelSoftmax(given, table(noise), temperature, hard);
    const value = call(table(logits));
    const read = { shape: value.shape, values: [...value.dataSync()] };
    if (weights === undefined) return { value: read, gradient: null };
    const slope = tf.grad((given: Tensor) => call(given).mul(table(weights)).sum())(table(logits));
    return { value: read, gradient: [...slope.dataSync()] };
  });
};

// float64 and plain loops: independent of what is examined.
function softmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - top));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

type Rows = readonly (readonly number[])[];

const oneHot = (row: readonly number[]) => row.map((_, k) => k === row.indexOf(Math.max(...row)) ? 1 : 0);
const rows = ({ width }: Case, values: readonly number[]) => rowsOf(values, width);

function sums(
  each: Case,
  combine = (logit: number, noise: number, temperature: number) => (logit + noise) / temperature,
): Rows {
  const noise = rows(each, each.noise);
  return rows(each, each.logits).map((row, i) =>
    row.map((logit, k) => combine(logit, noise[i]![k]!, each.temperature))
  );
}

function tensorOf({ logits, width }: Case, values: Rows): TensorData {
  return { shape: [logits.length / width, width], values: values.flat() };
}

/** What usual mistakes return. */
function mistakes(each: Case): { says: string; value: Rows }[] {
  const soft = sums(each).map(softmax);
  const softened = [
    { says: "there the noise is missing", of: (l: number, _: number, t: number) => l / t },
    { says: "there the noise is subtracted", of: (l: number, n: number, t: number) => (l - n) / t },
    { says: "there the temperature is multiplied", of: (l: number, n: number, t: number) => (l + n) * t },
    { says: "there the temperature divides the logits alone", of: (l: number, n: number, t: number) => l / t + n },
    { says: "there the temperature is missing", of: (l: number, n: number) => l + n },
  ].map(({ says, of }) => ({ says, value: sums(each, of).map(softmax) }));
  const over = (values: Rows) => rowsOf(softmax(values.flat()), each.width);
  return [
    each.hard
      ? { says: "that is the soft value", value: soft }
      : { says: "that is the hard value", value: soft.map(oneHot) },
    ...softened.map(({ says, value }) => ({ says, value: each.hard ? value.map(oneHot) : value })),
    { says: "those are the scaled sums without a softmax", value: sums(each) },
    { says: "there the softmax runs over the whole table", value: over(sums(each)) },
  ];
}

function gradientsOf(each: Case, of: (soft: readonly number[], weights: readonly number[]) => number[]): number[] {
  const weights = rows(each, each.weights ?? []);
  return sums(each).map(softmax).flatMap((soft, i) => of(soft, weights[i]!));
}

const inWords = ({ logits, noise, temperature, hard }: Case) =>
  `logits ${shown(logits)}, noise ${shown(noise)}, temperature ${shown(temperature)}, ${hard ? "hard" : "soft"}`;

function judgeValue(output: Json | undefined, each: Case): Judgement {
  const soft = sums(each).map(softmax);
  return judgeTensor(isRecord(output) ? output.value : undefined, tensorOf(each, each.hard ? soft.map(oneHot) : soft), {
    tolerance: 1e-4,
    what: "the result",
    input: inWords(each),
    mistakes: mistakes(each).map(({ says, value }) => ({ says, value: () => tensorOf(each, value) })),
  });
}

function judgeGradient(output: Json | undefined, each: Case): Judgement {
  const { temperature } = each;
  const slope = (scale: number) => (soft: readonly number[], weights: readonly number[]) => {
    const mean = soft.reduce((sum, y, k) => sum + y * weights[k]!, 0);
    return soft.map((y, k) => y * (weights[k]! - mean) * scale);
  };
  return judgeNumbers(isRecord(output) ? output.gradient : undefined, gradientsOf(each, slope(1 / temperature)), {
    tolerance: 1e-3,
    what: "the gradient of a weighted sum of the result by the logits",
    input: inWords(each),
    suspicions: [
      { says: "that passes by the softmax", value: gradientsOf(each, (_, weights) => [...weights]) },
      {
        says: "that passes by the softmax",
        value: gradientsOf(each, (_, weights) => weights.map((w) => w / temperature)),
      },
      { says: "there is none of it", value: each.logits.map(() => 0) },
      { says: "there the temperature is missing", value: gradientsOf(each, slope(1)) },
      { says: "there the temperature is multiplied", value: gradientsOf(each, slope(temperature)) },
      { says: "that is twice the soft gradient", value: gradientsOf(each, slope(2 / temperature)) },
    ],
  });
}

function check(
  draw: (random: Random) => readonly Case[],
  ...judges: readonly ((output: Json | undefined, each: Case) => Judgement)[]
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const results = Array.isArray(output) ? output : [];
      const judgements = (inputs as unknown as Case[]).flatMap((each, index) =>
        judges.map((judge) => judge(results[index], each))
      );
      return firstFailure(judgements as [Judgement, ...Judgement[]]);
    },
  };
}

/** Gumbel noise is −ln(−ln u). The two largest sums of a row are kept apart, so that rounding does not choose. */
function drawn(random: Random, size: readonly [number, number], parts: Pick<Case, "temperature" | "hard">): Case {
  const [height, width] = size;
  const row = (): { logits: number[]; noise: number[] } => {
    const logits = normals(random, width);
    const noise = uniforms(random, width, { from: 0.02, to: 0.98 }).map((u) => Math.fround(-Math.log(-Math.log(u))));
    const [first = 0, second = 0] = logits.map((logit, k) => logit + noise[k]!).toSorted((a, b) => b - a);
    return first - second > 0.05 ? { logits, noise } : row();
  };
  const drawnRows = Array.from({ length: height }, row);
  return {
    width,
    logits: drawnRows.flatMap(({ logits }) => logits),
    noise: drawnRows.flatMap(({ noise }) => noise),
    ...parts,
  };
}

function differentiated(random: Random, each: Case): Case {
  return { ...each, weights: normals(random, each.logits.length) };
}

export const checks: Record<string, CodingCheck> = {
  "soft": check(() => [drawn(seeded(1), [3, 4], { temperature: 0.5, hard: false })], judgeValue),
  "hard": check(() => [drawn(seeded(2), [5, 4], { temperature: 0.7, hard: true })], judgeValue),
  "noise-decides": check(
    () => [{ width: 3, logits: [2, 0, -1], noise: [-1, 0.5, 3], temperature: 0.5, hard: true }],
    judgeValue,
  ),
  "soft-gradient": check(
    () => [differentiated(seeded(4), drawn(seeded(3), [2, 3], { temperature: 0.5, hard: false }))],
    judgeGradient,
  ),
  "hard-gradient": check(
    () => [differentiated(seeded(6), drawn(seeded(5), [2, 3], { temperature: 0.7, hard: true }))],
    judgeValue,
    judgeGradient,
  ),
  "fresh-logits": check(
    (random) => {
      const [temperature = 1] = uniforms(random, 1, { from: 0.4, to: 0.9 });
      return [false, true].map((hard) => differentiated(random, drawn(random, [4, 5], { temperature, hard })));
    },
    judgeValue,
    judgeGradient,
  ),
};
