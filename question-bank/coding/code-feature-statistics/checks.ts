import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  columnMeans,
  covarianceOf,
  firstFailure,
  type Gaussian,
  isNumbers,
  isRecord,
  judgeNumber,
  judgeNumbers,
  normals,
  rowsOf,
  seeded,
  shown,
  squaredFrechet,
} from "../_lib/mod.ts";

type Rows = number[][];

/** What usual mistakes make of the features. */
function suspicions(rows: Rows) {
  const [center, covariance] = [columnMeans(rows), covarianceOf(rows)];
  const count = rows.length;
  const changed = (by: (value: number, i: number, j: number) => number) =>
    covariance.flatMap((row, i) => row.map((value, j) => by(value, i, j)));
  return [
    { says: "that is divided by N, not by N − 1", value: changed((value) => value * (count - 1) / count) },
    {
      says: "the mean was not subtracted",
      value: changed((value, i, j) => value + count / (count - 1) * center[i]! * center[j]!),
    },
    {
      says: "the mean was not subtracted, and that is divided by N",
      value: changed((value, i, j) => value * (count - 1) / count + center[i]! * center[j]!),
    },
    { says: "only the diagonal is there", value: changed((value, i, j) => i === j ? value : 0) },
    {
      says: "that is the correlation",
      value: changed((value, i, j) => value / Math.sqrt(covariance[i]![i]! * covariance[j]![j]!)),
    },
    { says: "that is a sum, not divided by N − 1", value: changed((value) => value * (count - 1)) },
  ];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) =>
  (inputs as unknown as Rows[]).map((rows) => {
    const { mean, covariance } = candidate.featureStatistics(tf.tensor2d(rows));
    return { mean: [...mean], covariance: covariance.map((row: Iterable<number>) => [...row]) };
  });

const isMatrix = (value: Json | undefined, size: number) =>
  Array.isArray(value) && value.length === size && value.every((row) => isNumbers(row, size));

function judgeRows(got: Json | undefined, rows: Rows, tolerance = 1e-4): Judgement {
  const { mean, covariance } = isRecord(got) ? got : {};
  const size = rows[0]!.length;
  const input = `${rows.length} samples with ${size} features`;
  if (!isMatrix(covariance, size)) {
    const message = `Expected a covariance of ${size} rows with ${size} finite numbers each, got ${shown(covariance)}.`;
    return { passed: false, message, input };
  }
  return firstFailure([
    judgeNumbers(mean, columnMeans(rows), { tolerance, what: "the mean", input }),
    judgeNumbers((covariance as Rows).flat(), covarianceOf(rows).flat(), {
      tolerance,
      what: "the covariance, row by row,",
      input,
      suspicions: suspicions(rows),
    }),
  ]);
}

type Sets = readonly [Rows, ...Rows[]];

/** Every set by itself, then what they say together. */
function check(
  draw: (random: Random) => Sets,
  { tolerance, together }: {
    readonly tolerance?: number;
    readonly together?: (statistics: readonly Gaussian[], sets: Sets) => Judgement;
  } = {},
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs) {
      const sets = inputs as unknown as Sets;
      const got = Array.isArray(output) ? output : [];
      const each = sets.map((rows, index) => judgeRows(got[index], rows, tolerance));
      const judgement = firstFailure([each[0]!, ...each.slice(1)]);
      return judgement.passed && together ? together(got as unknown as Gaussian[], sets) : judgement;
    },
  };
}

const cloud = (random: Random, count: number, width: number, deviation = 1): Rows =>
  rowsOf(normals(random, count * width, { deviation }), width);
const moved = (rows: Rows, by: readonly number[]): Rows =>
  rows.map((row) => row.map((value, j) => Math.fround(value + by[j]!)));

/** Three features, of which the second hangs on the first. */
const dependent = (random: Random, count: number): Rows =>
  cloud(random, count, 3).map(([a = 0, b = 0, c = 0]) => [a, Math.fround(0.8 * a + 0.5 * b), c]);
const offset = dependent(seeded(1), 50);
const wide = cloud(seeded(2), 400, 4);
const [collapsed, fresh, other] = [cloud(seeded(3), 500, 4, 0.1), cloud(seeded(4), 500, 4), cloud(seeded(5), 500, 4)];

export const checks: Record<string, CodingCheck> = {
  "by-hand": check(() => [[[1, 2], [3, 6], [5, 4]]]),
  "offset": check(() => [offset, moved(offset, [20, 20, 20])], { tolerance: 5e-3 }),
  "shifted-means": check(() => [wide, moved(wide, [1, 2, 0, 0])], {
    tolerance: 1e-3,
    together: ([a, b]) =>
      judgeNumber(squaredFrechet(a!, b!), 5, {
        tolerance: 1e-3,
        what: "the Fréchet distance of the two results",
        input: "400 samples with 4 features, and the same ones shifted",
      }),
  }),
  "collapsed": check(() => [fresh, other, collapsed], {
    tolerance: 1e-3,
    together: ([a, b, c]) => {
      const [near, far] = [squaredFrechet(a!, b!), squaredFrechet(a!, c!)];
      return {
        passed: far >= 10 * near,
        message: `Expected a Fréchet distance of the collapsed set at least ten times that of fresh samples, got ${
          shown(far)
        } against ${shown(near)}.`,
        input: "500 samples with 4 features, deviations 1, 1 and 0.1",
      };
    },
  }),
  "fresh-features": check((random) => [dependent(random, 7), cloud(random, 40, 5, 2)], { tolerance: 1e-3 }),
};
