import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import { columnMeans, firstFailure, isRecord, judgeNumber, mean, normals, rowsOf, seeded } from "../_lib/mod.ts";

type Rows = number[][];

interface Call {
  readonly rows: Rows;
  /** Left out of the call when absent. */
  readonly splits?: number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** Σ p (log p − log q), with 0 · log 0 = 0. */
const divergence = (p: readonly number[], q: readonly number[]) =>
  sum(p.map((value, k) => value === 0 ? 0 : value * Math.log(value / q[k]!)));
const entropy = (p: readonly number[]) => -sum(p.map((value) => value === 0 ? 0 : value * Math.log(value)));

function meanDivergence(rows: Rows): number {
  const marginal = columnMeans(rows);
  return mean(rows.map((row) => divergence(row, marginal)));
}

function blocks({ rows, splits = 1 }: Call): Rows[] {
  const size = rows.length / splits;
  return Array.from({ length: splits }, (_, block) => rows.slice(block * size, (block + 1) * size));
}

const score = (call: Call) => mean(blocks(call).map((block) => Math.exp(meanDivergence(block))));

/** What usual mistakes make of the probabilities. */
function suspicions(call: Call) {
  const { rows } = call;
  const marginal = columnMeans(rows);
  const reversed = mean(rows.map((row) => divergence(marginal, row)));
  return [
    { says: "that is the same for any number of splits", value: score({ rows }) },
    { says: "the exponential is missing", value: mean(blocks(call).map(meanDivergence)) },
    {
      says: "the mean of the blocks is taken before the exponential",
      value: Math.exp(mean(blocks(call).map(meanDivergence))),
    },
    {
      says: "the exponential is taken before the mean",
      value: mean(rows.map((p) => Math.exp(divergence(p, marginal)))),
    },
    { says: "the divergence is turned around", value: Math.exp(reversed) },
    { says: "that measures the variety of p(y) alone", value: Math.exp(entropy(marginal)) },
    { says: "that measures the confidence of p(y|x) alone", value: Math.exp(-mean(rows.map(entropy))) },
    {
      says: "the divergence is averaged over classes, not summed",
      value: Math.exp(meanDivergence(rows) / marginal.length),
    },
    { says: "the logarithm has the base 2", value: Math.exp(meanDivergence(rows) / Math.LN2) },
  ];
}

function check(
  draw: (random: Random) => readonly [Call, ...Call[]],
  input?: string,
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe: ({ tf, candidate, inputs }) =>
      (inputs as unknown as Call[]).map(({ rows, splits }) => {
        const probabilities = tf.tensor2d(rows);
        const more = splits === undefined ? [] : [splits];
        const { mean } = candidate.inceptionScore(probabilities, ...more);
        return { mean };
      }),
    judge(output, inputs): Judgement {
      const calls = inputs as unknown as readonly Call[];
      const got = Array.isArray(output) ? output : [];
      const each = calls.map((call, index) => {
        const result: Json | undefined = got[index];
        return judgeNumber(isRecord(result) ? result.mean : undefined, score(call), {
          tolerance: 1e-3,
          what: call.splits === undefined ? "the score" : `for ${call.splits} splits the mean score`,
          suspicions: suspicions(call),
          ...(input === undefined ? {} : { input }),
        });
      });
      return firstFailure([each[0]!, ...each.slice(1)]);
    },
  };
}

const oneHot = (index: number, classes: number) => Array.from({ length: classes }, (_, k) => k === index ? 1 : 0);
const times = (count: number, row: (i: number) => number[]): Rows => Array.from({ length: count }, (_, i) => row(i));

/** Softmax of normal logits with deviation 2. */
function soft(random: Random, count: number, classes: number): Rows {
  return rowsOf(normals(random, count * classes, { deviation: 2 }), classes).map((logits) => {
    const powers = logits.map(Math.exp);
    return powers.map((power) => Math.fround(power / sum(powers)));
  });
}

const fixed = soft(seeded(1), 30, 4);
const sorted = times(20, (i) => oneHot(i < 10 ? 0 : 1, 2));

export const checks: Record<string, CodingCheck> = {
  "uniform": check(() => [{ rows: times(20, () => Array(5).fill(Math.fround(0.2))) }], "20 rows of five times 0.2"),
  "all-classes": check(
    () => [{ rows: times(20, (i) => oneHot(i % 5, 5)) }],
    "20 one-hot rows, four of each of 5 classes",
  ),
  "one-class": check(() => [{ rows: times(20, () => oneHot(2, 5)) }], "20 one-hot rows of one of 5 classes"),
  "unequal-classes": check(
    () => [{ rows: times(20, (i) => oneHot(i % 4 === 0 ? 1 : 0, 3)) }],
    "20 one-hot rows, 15 of one and 5 of another of 3 classes",
  ),
  "random-rows": check(() => [{ rows: fixed }], "30 rows with 4 classes"),
  "splits": check(
    () => [{ rows: sorted }, { rows: sorted, splits: 1 }, { rows: sorted, splits: 2 }],
    "ten one-hot rows of one class, then ten of another",
  ),
  "fresh-rows": check((random) => {
    const rows = soft(random, 24, 6);
    return [{ rows }, { rows, splits: 2 }, { rows, splits: 3 }];
  }),
};
