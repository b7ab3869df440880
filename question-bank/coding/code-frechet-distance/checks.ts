import type { CodingCheck, Json, Judgement, Random } from "../../mod.ts";
import {
  distance,
  firstFailure,
  frobenius,
  type Gaussian,
  isNumbers,
  judgeNumber,
  normals,
  product,
  rowsOf,
  seeded,
  shown,
  squaredFrechet,
  squareRoot,
  trace,
} from "../_lib/mod.ts";

type Pair = readonly [Gaussian, Gaussian];

/** What usual mistakes make of a pair. */
function suspicions([a, b]: Pair) {
  const right = squaredFrechet(a, b);
  const apart = distance(a.mean, b.mean);
  const traces = trace(a.covariance) + trace(b.covariance);
  const overlap = (apart ** 2 + traces - right) / 2;
  const mixed = product(a.covariance, b.covariance);
  const roots = (matrix: readonly (readonly number[])[]) => trace(matrix.map((row) => row.map(Math.sqrt)));
  const entries = a.covariance.map((row, i) => row.map((value, j) => value * b.covariance[i]![j]!));
  return [
    { says: "that is the distance, not its square", value: Math.sqrt(right) },
    { says: "there the factor 2 before the root is missing", value: right + overlap },
    { says: "there the mean term is not squared", value: right - apart ** 2 + apart },
    { says: "there the mean term is missing", value: right - apart ** 2 },
    { says: "there the root is missing", value: apart ** 2 + traces - 2 * trace(mixed) },
    { says: "there the root was taken of every entry", value: apart ** 2 + traces - 2 * roots(mixed) },
    { says: "there the root was taken of every entry", value: apart ** 2 + traces - 2 * roots(entries) },
    {
      says: "that takes the product of the two roots",
      value: apart ** 2 + traces - 2 * trace(product(squareRoot(a.covariance), squareRoot(b.covariance))),
    },
    {
      says: "that compares the covariances entry by entry",
      value: apart ** 2 + frobenius(a.covariance, b.covariance) ** 2,
    },
    { says: "that compares the covariances entry by entry", value: apart ** 2 + frobenius(a.covariance, b.covariance) },
  ];
}

const probe: CodingCheck["probe"] = ({ candidate, inputs }) =>
  (inputs as unknown as Pair[]).map(([a, b]) => candidate.frechetDistance(a.mean, a.covariance, b.mean, b.covariance));

function check(
  draw: (random: Random) => readonly [Pair, ...Pair[]],
  { tolerance, input }: { readonly tolerance: number; readonly input?: string },
): CodingCheck {
  return {
    draw: (random) => draw(random) as unknown as Json,
    probe,
    judge(output, inputs): Judgement {
      const [first, ...others] = inputs as unknown as readonly [Pair, ...Pair[]];
      const got = Array.isArray(output) ? output : [];
      const judgement = (pair: Pair, index: number) =>
        judgeNumber(got[index], Number(squaredFrechet(...pair).toFixed(9)), {
          tolerance,
          what: "the squared distance",
          input: input ??
            `means ${shown(pair.map((g) => g.mean))}, covariances ${shown(pair.map((g) => g.covariance))}`,
          // They would take as long as the verdict.
          suspicions: pair[0].mean.length > 8 ? [] : suspicions(pair),
        });
      return firstFailure([judgement(first, 0), ...others.map((pair, index) => judgement(pair, index + 1))]);
    },
  };
}

const line = (mean: number, variance: number): Gaussian => ({ mean: [mean], covariance: [[variance]] });
const correlated = (correlation: number): Gaussian => ({
  mean: [0, 0],
  covariance: [[1, correlation], [correlation, 1]],
});

/** A mean and A Aᵀ/width + 0.1 I with A [d, width]: the wider A, the less the axes of two of them differ. */
function gaussian(random: Random, size: number, { scale = 1, mean = 0.5, width = 2 } = {}): Gaussian {
  const a = rowsOf(normals(random, size * width), width);
  const entry = (i: number, j: number) => a[i]!.reduce((sum, value, k) => sum + value * a[j]![k]!, 0) / width;
  const covariance = a.map((_, i) =>
    a.map((_, j) => scale * (entry(Math.min(i, j), Math.max(i, j)) + (i === j ? 0.1 : 0)))
  );
  return { mean: normals(random, size, { deviation: mean }), covariance };
}

const pairOf = (random: Random, size: number, options = {}): Pair => [
  gaussian(random, size, options),
  gaussian(random, size, { ...options, scale: 2 }),
];
const inSix = pairOf(seeded(1), 6);
const centred = pairOf(seeded(2), 4, { mean: 0 });
const inFive = pairOf(seeded(3), 5);
const itself = gaussian(seeded(4), 4);

const scaledBy = ({ mean, covariance }: Gaussian, factor: number): Gaussian => ({
  mean,
  covariance: covariance.map((row) => row.map((value) => factor * value)),
});

const symmetric = check(() => [inFive, [inFive[1], inFive[0]]], {
  tolerance: 5e-3,
  input: "two Gaussians in five dimensions, in both orders",
});

export const checks: Record<string, CodingCheck> = {
  "identical": check(() => [[itself, itself]], {
    tolerance: 1e-3,
    input: "the same Gaussian in four dimensions twice",
  }),
  "one-dimension": check(() => [[line(1, 4), line(3, 9)]], { tolerance: 1e-3, input: "N(1, 4) and N(3, 9)" }),
  "diagonal": check(() => [[
    { mean: [0, 0], covariance: [[1, 0], [0, 9]] },
    { mean: [2, 2], covariance: [[4, 0], [0, 1]] },
  ]], { tolerance: 1e-3 }),
  "full-covariance": check(() => [inSix], { tolerance: 5e-3, input: "two Gaussians in six dimensions" }),
  "symmetric": {
    ...symmetric,
    judge(output, inputs) {
      const values = symmetric.judge(output, inputs);
      if (!values.passed || !isNumbers(output, 2)) return values;
      return judgeNumber(output[1], output[0]!, { tolerance: 1e-3, what: "in the other order, too," });
    },
  },
  "scaled": check(() => [centred, [scaledBy(centred[0], 9), scaledBy(centred[1], 9)]], {
    tolerance: 5e-3,
    input: "two Gaussians with mean 0 in four dimensions, then with nine times their covariances",
  }),
  "near-singular": check(() => [[correlated(0.999), correlated(-0.9)]], { tolerance: 1e-2 }),
  "fresh-gaussians": check((random) => [pairOf(random, 3), pairOf(random, 4), pairOf(random, 5)], { tolerance: 5e-3 }),
  "large": check((random) => [pairOf(random, 64, { width: 128 })], { tolerance: 1e-2 }),
};
