import type { CodingCheck, Random } from "../../mod.ts";
import { columnMeans, distance, isNumber, mean, normals, numbersCheck, rowsOf, seeded, shown } from "../_lib/mod.ts";

type Rows = readonly (readonly number[])[];
interface Tensor {
  readonly tensor: Rows;
}
type Args = [real: Tensor, fake: Tensor];

interface Variant {
  readonly isBiased?: boolean;
  readonly scale?: (features: number) => number;
  readonly power?: number;
  readonly crossFactor?: number;
}

// float64 and plain loops: independent of what is examined.
function estimate(real: Rows, fake: Rows, variant: Variant = {}): number {
  const { isBiased = false, scale = (features) => features, power = 3, crossFactor = 2 } = variant;
  const kernel = (a: readonly number[], b: readonly number[]) =>
    (a.reduce((sum, value, j) => sum + value * b[j]!, 0) / scale(a.length) + 1) ** power;
  const all = (a: Rows, b: Rows) => mean(a.flatMap((x) => b.map((y) => kernel(x, y))));
  const within = (rows: Rows) =>
    isBiased ? all(rows, rows) : mean(rows.flatMap((x, i) => rows.toSpliced(i, 1).map((y) => kernel(x, y))));
  return within(real) + within(fake) - crossFactor * all(real, fake);
}

const mistake = (says: string, of: (real: Rows, fake: Rows) => number) => ({
  says,
  expect: ({ tensor: real }: Tensor, { tensor: fake }: Tensor) => ({ result: of(real, fake) }),
});

const mistakes = [
  mistake("the diagonals are in the sums: that estimate is biased", (...sets) => estimate(...sets, { isBiased: true })),
  mistake("the scalar product is not divided by d", (...sets) => estimate(...sets, { scale: () => 1 })),
  mistake("the scalar product is divided by √d, not by d", (...sets) => estimate(...sets, { scale: Math.sqrt })),
  mistake("the power is 2, not 3", (...sets) => estimate(...sets, { power: 2 })),
  mistake("the factor 2 of the mixed term is missing", (...sets) => estimate(...sets, { crossFactor: 1 })),
  mistake("that is the root of it", (...sets) => Math.sqrt(estimate(...sets))),
  mistake("that compares the means alone", (real, fake) => distance(columnMeans(real), columnMeans(fake)) ** 2),
  mistake("that is cut at 0", (...sets) => Math.max(0, estimate(...sets))),
];

const check = (draw: (random: Random) => readonly [Args, ...Args[]], input?: string): CodingCheck =>
  numbersCheck<Args>({
    name: "kernelInceptionDistance",
    draw,
    expect: ({ tensor: real }, { tensor: fake }) => ({ result: estimate(real, fake) }),
    tolerance: 1e-3,
    mistakes,
    what: "the distance",
    ...(input === undefined ? {} : { input }),
  });

const cloud = (random: Random, count: number, { mean = 0, deviation = 1, width = 6 } = {}): Tensor => ({
  tensor: rowsOf(normals(random, count * width, { mean, deviation }), width),
});
const fixed = seeded(1);
const [still, other, moved] = [cloud(fixed, 100), cloud(fixed, 100), cloud(fixed, 100, { mean: 1 })];
const pairs = Array.from({ length: 8 }, (): Args => [cloud(fixed, 20), cloud(fixed, 20)]);

const same = check(() => [pairs[0]!, ...pairs.slice(1)], "eight pairs of sets of 20 samples with 6 features");

export const checks: Record<string, CodingCheck> = {
  "by-hand": check(
    () => [[{ tensor: [[1, 0], [2, 1]] }, { tensor: [[0, 1], [1, 1], [-1, 2]] }]],
    "real (1, 0), (2, 1); generated (0, 1), (1, 1), (−1, 2)",
  ),
  "same-distribution": {
    ...same,
    judge(output, inputs) {
      const each = same.judge(output, inputs);
      if (!each.passed || !Array.isArray(output)) return each;
      const average = mean(output.map(({ result }) => isNumber(result) ? result : NaN));
      return {
        ...each,
        passed: Math.abs(average) < 0.1,
        message: `Expected a mean of the eight below 0.1 in size, got ${shown(average)}.`,
      };
    },
  },
  "shifted": check(
    () => [[still, moved], [still, other]],
    "100 samples with 6 features against 100 shifted by 1, then against 100 others of the same kind",
  ),
  "equal-means": check(
    () => [[cloud(seeded(2), 40), cloud(seeded(3), 40, { deviation: 2 })]],
    "40 samples each with 6 features, deviation 1 and 2",
  ),
  "fresh-features": check((random) => [
    [cloud(random, 9, { width: 5 }), cloud(random, 14, { width: 5, mean: 0.5 })],
    [cloud(random, 2, { width: 3 }), cloud(random, 3, { width: 3 })],
  ]),
};
