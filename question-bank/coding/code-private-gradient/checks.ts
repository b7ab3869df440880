import type { CodingCheck, Random } from "../../mod.ts";
import {
  type Argument,
  callCheck,
  columnMeans,
  norm,
  normals,
  normalTensor,
  rowsOf,
  seeded,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

interface Given {
  readonly rows: number[][];
  readonly clipNorm: number;
  readonly multiplier: number;
  readonly noise: readonly number[];
}

// float64 and plain loops: independent of what is examined.
const scaled = (row: readonly number[], by: number) => row.map((value) => value * by);
const clipped = (row: readonly number[], most: number) => norm(row) <= most ? [...row] : scaled(row, most / norm(row));
const added = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]!);

function from(of: (given: Given) => number[]) {
  return (args: readonly Argument[]) => {
    const [gradients, clipNorm, multiplier, noise] = args as [TensorData, number, number, TensorData];
    const rows = rowsOf(gradients.values, gradients.shape[1]!);
    const values = of({ rows, clipNorm, multiplier, noise: noise.values });
    return { result: { shape: [values.length], values } };
  };
}

const right = ({ rows, clipNorm, multiplier, noise }: Given) =>
  added(columnMeans(rows.map((row) => clipped(row, clipNorm))), scaled(noise, multiplier * clipNorm / rows.length));

const withNoise = (scale: (given: Given) => number) => (given: Given) =>
  added(columnMeans(given.rows.map((row) => clipped(row, given.clipNorm))), scaled(given.noise, scale(given)));

const withRows = (of: (given: Given) => number[]) => (given: Given) =>
  added(of(given), scaled(given.noise, given.multiplier * given.clipNorm / given.rows.length));

function gradient(draw: (random: Random) => readonly Argument[]): CodingCheck {
  return callCheck({
    name: "privateGradient",
    draw,
    expect: from(right),
    tolerance: 1e-4,
    mistakes: [
      {
        says: "that clips the mean, not each row",
        expect: from(withRows(({ rows, clipNorm }) => clipped(columnMeans(rows), clipNorm))),
      },
      {
        says: "that clips the sum, not each row",
        expect: from(
          withRows(({ rows, clipNorm }) =>
            scaled(clipped(scaled(columnMeans(rows), rows.length), clipNorm), 1 / rows.length)
          ),
        ),
      },
      {
        says: "that clips entry by entry",
        expect: from(
          withRows(({ rows, clipNorm }) =>
            columnMeans(rows.map((row) => row.map((value) => Math.min(Math.max(value, -clipNorm), clipNorm))))
          ),
        ),
      },
      {
        says: "that scales every row to the norm, also the short ones",
        expect: from(
          withRows(({ rows, clipNorm }) => columnMeans(rows.map((row) => scaled(row, clipNorm / (norm(row) || 1))))),
        ),
      },
      { says: "there nothing is clipped", expect: from(withRows(({ rows }) => columnMeans(rows))) },
      { says: "that is the sum, not divided by B", expect: from((given) => scaled(right(given), given.rows.length)) },
      { says: "there the noise is missing", expect: from(withNoise(() => 0)) },
      {
        says: "there the noise is not times clipNorm",
        expect: from(withNoise(({ multiplier, rows }) => multiplier / rows.length)),
      },
      {
        says: "there the noise is not divided by B",
        expect: from(withNoise(({ multiplier, clipNorm }) => multiplier * clipNorm)),
      },
      {
        says: "there the noise is neither times clipNorm nor divided by B",
        expect: from(withNoise(({ multiplier }) => multiplier)),
      },
      {
        says: "there the noise is not times the multiplier",
        expect: from(withNoise(({ clipNorm, rows }) => clipNorm / rows.length)),
      },
    ],
  });
}

const table = (...rows: readonly (readonly number[])[]): TensorData => ({
  shape: [rows.length, rows[0]!.length],
  values: rows.flat().map(Math.fround),
});
const vector = (values: readonly number[]): TensorData => ({ shape: [values.length], values });

function outlier(): TensorData {
  const rows = rowsOf(normals(seeded(1), 8 * 5, { deviation: 3 }), 5);
  return table(...rows.with(2, scaled(rows[2]!, 1000)));
}

export const checks: Record<string, CodingCheck> = {
  "by-hand": gradient(() => [table([3, 4], [-0.4, 0.3]), 1, 0, vector([0.5, -0.5])]),
  "outlier": gradient(() => [outlier(), 2, 0, vector(normals(seeded(2), 5))]),
  "below-the-norm": gradient(() => [table([3, 0, 1], [0, 0, 0], [-1, 2, 0.5]), 5, 0, vector([1, 1, 1])]),
  "noise": gradient(() => [table([3, 4], [0.3, 0.4], [-1, 0], [6, -8]), 2, 1.5, vector([1, -2])]),
  "fresh-gradients": gradient((random) => {
    const [clipNorm = 1, multiplier = 1] = [
      ...uniforms(random, 1, { from: 2, to: 7 }),
      ...uniforms(random, 1, { from: 0.5, to: 1.6 }),
    ];
    return [normalTensor(random, [8, 5], { deviation: 2 }), clipNorm, multiplier, normalTensor(random, [5])];
  }),
};
