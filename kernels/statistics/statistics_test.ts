import assert from "node:assert/strict";
import fc from "fast-check";
import { seeded } from "../testing/random.ts";
import { energyDistance } from "./energy_distance.ts";
import { frechetDistance } from "./frechet_distance.ts";
import { kernelDistance } from "./kernel_distance.ts";
import { maximumMeanDiscrepancy } from "./maximum_mean_discrepancy.ts";
import { modeCoverage } from "./mode_coverage.ts";
import { precisionRecall } from "./precision_recall.ts";
import { toSamples } from "./samples.ts";
import { slicedWasserstein, wasserstein1d } from "./wasserstein.ts";

const number = fc.double({ min: -5, max: 5, noNaN: true });
const pair = fc.integer({ min: 1, max: 4 }).chain((dimensions) => {
  const points = fc.array(fc.array(number, { minLength: dimensions, maxLength: dimensions }), {
    minLength: 5,
    maxLength: 12,
  });
  return fc.tuple(points, points);
});

function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`,
  );
}

function distance(x: readonly number[], y: readonly number[]): number {
  return Math.sqrt(x.reduce((sum, value, d) => sum + (value - y[d]!) ** 2, 0));
}

function meanOver(a: number[][], b: number[][], f: (x: number[], y: number[]) => number): number {
  return a.flatMap((x) => b.map((y) => f(x, y))).reduce((sum, v) => sum + v, 0) / (a.length * b.length);
}

Deno.test("frechetDistance of one-dimensional samples is (μ₁ − μ₂)² + (σ₁ − σ₂)²", () => {
  fc.assert(fc.property(fc.array(number, { minLength: 2 }), fc.array(number, { minLength: 2 }), (a, b) => {
    const moments = (values: number[]) => {
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      return { mean, deviation: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1)) };
    };
    const [first, second] = [moments(a), moments(b)];
    const expected = (first.mean - second.mean) ** 2 + (first.deviation - second.deviation) ** 2;
    near(frechetDistance(toSamples(a), toSamples(b)), expected, 1e-6);
  }));
});

Deno.test("frechetDistance agrees with a matrix square root found by iteration", () => {
  const random = seeded(3);
  const draw = (mix: number[][], shift: number[]) =>
    Array.from({ length: 60 }, () => {
      const z = shift.map(() => random() * 2 - 1);
      return shift.map((s, i) => s + mix[i]!.reduce((sum, m, j) => sum + m * z[j]!, 0));
    });
  const a = draw([[2, 0.3, 0], [0.5, 1, 0.2], [0, 0.1, 0.7]], [0, 1, -1]);
  const b = draw([[1, 0.9, 0.4], [0, 1.5, 0.2], [0.3, 0, 1]], [0.5, 0, 0]);
  const [first, second] = [covariance(a), covariance(b)];
  const root = squareRootByIteration(product(first.matrix, second.matrix));
  const expected = distance(first.mean, second.mean) ** 2 +
    [0, 1, 2].reduce((sum, d) => sum + first.matrix[d]![d]! + second.matrix[d]![d]! - 2 * root[d]![d]!, 0);
  near(frechetDistance(toSamples(a), toSamples(b)), expected, 1e-8);
});

Deno.test("energyDistance agrees with its definition over all ordered pairs", () => {
  fc.assert(fc.property(pair, ([a, b]) => {
    const expected = 2 * meanOver(a, b, distance) - meanOver(a, a, distance) - meanOver(b, b, distance);
    near(energyDistance(toSamples(a), toSamples(b)), expected);
  }));
});

Deno.test("maximumMeanDiscrepancy agrees with its definition over all ordered pairs", () => {
  fc.assert(fc.property(pair, ([a, b]) => {
    const kernel = (x: number[], y: number[]) =>
      (Math.exp(-(distance(x, y) ** 2) / 2) + Math.exp(-(distance(x, y) ** 2) / 18)) / 2;
    const expected = meanOver(a, a, kernel) + meanOver(b, b, kernel) - 2 * meanOver(a, b, kernel);
    near(maximumMeanDiscrepancy(toSamples(a), toSamples(b), { bandwidths: [1, 3] }), expected);
  }));
});

Deno.test("kernelDistance agrees with the unbiased sum over distinct pairs", () => {
  fc.assert(fc.property(pair, ([a, b]) => {
    const kernel = (x: number[], y: number[]) => (x.reduce((s, v, d) => s + v * y[d]!, 0) / x.length + 1) ** 3;
    const distinct = (all: number[][]) =>
      all.flatMap((x, i) => all.filter((_, j) => j !== i).map((y) => kernel(x, y))).reduce((s, v) => s + v, 0) /
      (all.length * (all.length - 1));
    near(kernelDistance(toSamples(a), toSamples(b)), distinct(a) + distinct(b) - 2 * meanOver(a, b, kernel), 1e-8);
  }));
});

Deno.test("wasserstein1d finds the cheapest of all pairings", () => {
  const numbers = fc.array(number, { minLength: 4, maxLength: 4 });
  fc.assert(fc.property(numbers, numbers, fc.constantFrom(1, 2), (a, b, order) => {
    const costs = permutations(b).map((p) => a.reduce((sum, v, i) => sum + Math.abs(v - p[i]!) ** order, 0) / 4);
    near(wasserstein1d(a, b, { order }), Math.min(...costs) ** (1 / order), 1e-7);
  }));
});

Deno.test("wasserstein1d of unequal sizes equals that of both repeated to a common size", () => {
  fc.assert(
    fc.property(
      fc.array(number, { minLength: 1, maxLength: 6 }),
      fc.array(number, { minLength: 1, maxLength: 6 }),
      (a, b) => {
        const repeat = (values: number[], times: number) => values.flatMap((v) => new Array<number>(times).fill(v));
        near(wasserstein1d(a, b), wasserstein1d(repeat(a, b.length), repeat(b, a.length)));
      },
    ),
  );
});

Deno.test("slicedWasserstein of a shift is the shift's length over √dimensions, at order 2", () => {
  const a = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i / 40]);
  const b = a.map(([x, y, z]) => [x! + 2, y! - 1, z! + 2]);
  const sliced = slicedWasserstein(toSamples(a), toSamples(b), { projections: 20_000 });
  near(sliced, 3 / Math.sqrt(3), 0.01);
});

Deno.test("every distance is zero, or about zero, between a set and itself", () => {
  fc.assert(fc.property(pair, ([a]) => {
    const x = toSamples(a);
    near(frechetDistance(x, x), 0, 1e-5);
    near(energyDistance(x, x), 0);
    near(maximumMeanDiscrepancy(x, x), 0);
    near(slicedWasserstein(x, x), 0);
    assert.deepEqual(precisionRecall(x, x), { precision: 1, recall: 1 });
  }));
});

Deno.test("precisionRecall tells a collapsed generator from a scattered one", () => {
  const random = seeded(1);
  const cloud = (count: number, spread: number, x = 0) =>
    toSamples(Array.from({ length: count }, () => [x + spread * (random() - 0.5), spread * (random() - 0.5)]));
  const real = cloud(200, 1);
  const collapsed = precisionRecall(real, cloud(200, 0.05));
  assert.ok(collapsed.precision > 0.95 && collapsed.recall < 0.1, JSON.stringify(collapsed));
  const scattered = precisionRecall(real, cloud(200, 8));
  assert.ok(scattered.precision < 0.2 && scattered.recall > 0.9, JSON.stringify(scattered));
  assert.deepEqual(precisionRecall(real, cloud(200, 1, 100)), { precision: 0, recall: 0 });
});

Deno.test("precisionRecall reaches to the k-th neighbour and no farther", () => {
  const line = toSamples([0, 1, 3, 7]);
  const beside = toSamples([1.5, 9.5, 11.1, -1.1]);
  // Radii of the line at k = 1: 1, 1, 2, 4; so 1.5 and 9.5 are inside, 11.1 and −1.1 outside.
  assert.equal(precisionRecall(line, beside, { neighbours: 1 }).precision, 0.5);
});

Deno.test("modeCoverage counts modes, quality and empty modes", () => {
  const modes = toSamples([[0, 0], [10, 0], [0, 10]]);
  const points = toSamples([[0.1, 0], [0, -0.2], [10, 0.1], [5, 5], [0.2, 0.1], [9.8, 0]]);
  assert.deepEqual(modeCoverage(points, modes, { radius: 0.5 }), {
    covered: 2,
    modes: 3,
    quality: 5 / 6,
    counts: [3, 2, 0],
  });
});

for (
  const [name, run, message] of [
    ["no points", () => toSamples([]), /none, expected at least one point/],
    ["a ragged row", () => toSamples([[1, 2], [3]]), /row 1 has 1 numbers, expected 2/],
    ["NaN", () => toSamples([[1, NaN]]), /number 1 is NaN, expected finite/],
    ["other dimensions", () => energyDistance(toSamples([[1]]), toSamples([[1, 2]])), /expected the same number/],
    ["a single point", () => frechetDistance(toSamples([1]), toSamples([1, 2])), /expected at least 2/],
    ["too few neighbours", () => precisionRecall(toSamples([1, 2]), toSamples([1, 2])), /expected at least 4/],
    ["a zero bandwidth", () => maximumMeanDiscrepancy(toSamples([1]), toSamples([1]), { bandwidths: [0] }), /positive/],
    ["a zero radius", () => modeCoverage(toSamples([1]), toSamples([1]), { radius: 0 }), /positive radius/],
    ["an empty side", () => wasserstein1d([], [1]), /expected some on each side/],
  ] as const satisfies readonly (readonly [string, () => unknown, RegExp])[]
) {
  Deno.test(`statistics refuse ${name}`, () => {
    assert.throws(run, message);
  });
}

function permutations(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, i) => permutations(values.filter((_, j) => j !== i)).map((rest) => [value, ...rest]));
}

function covariance(rows: number[][]): { mean: number[]; matrix: number[][] } {
  const mean = rows[0]!.map((_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
  const matrix = mean.map((_, i) =>
    mean.map((_, j) =>
      rows.reduce((sum, row) => sum + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0) / (rows.length - 1)
    )
  );
  return { mean, matrix };
}

function product(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

/** Denman–Beavers iteration: needs no symmetry, unlike the Jacobi rotations under test. */
function squareRootByIteration(matrix: number[][]): number[][] {
  let y = matrix;
  let z: number[][] = matrix.map((row, i) => row.map((_, j) => i === j ? 1 : 0));
  const average = (p: number[][], q: number[][]) => p.map((row, i) => row.map((v, j) => (v + q[i]![j]!) / 2));
  for (let i = 0; i < 60; i++) [y, z] = [average(y, inverse3(z)), average(z, inverse3(y))];
  return y;
}

function inverse3(m: number[][]): number[][] {
  const [[a, b, c], [d, e, f], [g, h, i]] = m as [number[], number[], number[]] as [
    [number, number, number],
    [number, number, number],
    [number, number, number],
  ];
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((value) => value / determinant));
}
