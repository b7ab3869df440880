import type { CodingCheck, Random } from "../../mod.ts";
import { covarianceOf, mean, norm, normals, numbersCheck, rowsOf, seeded, uniforms } from "../_lib/mod.ts";

type Rows = number[][];
type Args = [means: { readonly tensor: Rows }, threshold?: number];

const variances = (rows: Rows) => covarianceOf(rows).map((row, j) => row[j]!);
const count = <T>(values: readonly T[], isActive: (value: T) => boolean) => values.filter(isActive).length;
const columns = (rows: Rows) => rows[0]!.map((_, j) => rows.map((row) => row[j]!));

const mistake = (says: string, of: (rows: Rows, threshold: number) => number) => ({
  says,
  expect: (...[{ tensor }, threshold = 0.01]: Args) => ({ result: of(tensor, threshold) }),
});

function check(draw: (random: Random) => readonly [Args, ...Args[]], input?: string): CodingCheck {
  return numbersCheck<Args>({
    name: "countActiveUnits",
    draw,
    expect: ({ tensor }, threshold = 0.01) => ({ result: count(variances(tensor), (value) => value > threshold) }),
    tolerance: 1e-9,
    what: "the number of active units",
    mistakes: [
      mistake(
        "the mean square was taken for the variance",
        (rows, threshold) => count(columns(rows), (column) => mean(column.map((x) => x * x)) > threshold),
      ),
      mistake(
        "those are the inactive ones",
        (rows, threshold) => count(variances(rows), (value) => value <= threshold),
      ),
      mistake(
        "the deviation was compared, not the variance",
        (rows, threshold) => count(variances(rows), (value) => Math.sqrt(value) > threshold),
      ),
      mistake("the threshold that was passed is not used", (rows) => count(variances(rows), (value) => value > 0.01)),
      mistake(
        "that counts inputs, by their variance over the dimensions",
        (rows, threshold) => count(rows, (row) => norm(row.map((x) => x - mean(row))) ** 2 / row.length > threshold),
      ),
    ],
    ...(input === undefined ? {} : { input }),
  });
}

const fixed = seeded(1);
const code = [0.9, 0, -1.2, 0, 0.5].map(Math.fround);
/** Rows whose columns have these deviations around these centres. */
const codes = (
  random: Random,
  size: number,
  { deviations, centers }: { deviations: number[]; centers: number[] },
): Rows =>
  rowsOf(normals(random, size * deviations.length), deviations.length)
    .map((row) => row.map((x, j) => Math.fround(centers[j]! + deviations[j]! * x)));

const twoOfFive = codes(fixed, 200, { deviations: [0, 1, 0, 0, 1], centers: [0.7, 0, 0.7, 0.7, 0] });
const all = codes(fixed, 300, { deviations: [1, 1, 1, 1], centers: [0, 0, 0, 0] });
const three = codes(fixed, 200, { deviations: [0.2, 0.5, 2, 2], centers: [0, 0, 0, 0] });

export const checks: Record<string, CodingCheck> = {
  "constant": check(() => [[{ tensor: Array.from({ length: 50 }, () => code) }]], "one code of 5 dimensions, 50 times"),
  "two-of-five": check(() => [[{ tensor: twoOfFive }]], "200 codes of 5 dimensions, three of them constant at 0.7"),
  "all": check(() => [[{ tensor: all }]], "300 random codes of 4 dimensions"),
  "threshold": check(
    () => [[{ tensor: three }], [{ tensor: three }, 0.3]],
    "200 codes of 4 dimensions with deviations of about 0.2, 0.5, 2 and 2; threshold not given, then 0.3",
  ),
  "fresh-codes": check((random) => {
    const deviations = uniforms(random, 7).map((x) => x < 0.4 ? 0.02 : x < 0.7 ? 0.4 : 1.5);
    const rows = codes(random, 100, { deviations, centers: normals(random, 7) });
    return [[{ tensor: rows }], [{ tensor: rows }, 0.6]];
  }),
};
