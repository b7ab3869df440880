import type { CodingCheck, Random } from "../../mod.ts";
import {
  type Argument,
  at,
  callCheck,
  mean,
  normalTensor,
  type Parts,
  tensorBy,
  type TensorData,
} from "../_lib/mod.ts";

interface Distributions {
  readonly logits: TensorData;
  readonly classes: TensorData;
  readonly mean: TensorData;
  readonly logStd: TensorData;
  readonly codes: TensorData;
}

type Bound = (given: Distributions) => number;

const entropy = ({ logits }: Distributions) => Math.log(logits.shape[1]!);

function logSoftmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const rest = Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
  return scores.map((score) => score - most - rest);
}

const rows = ({ shape: [count = 0, width = 0], values }: TensorData) =>
  Array.from({ length: count }, (_, b) => values.slice(b * width, (b + 1) * width));

// float64 and plain loops: independent of what is examined.
const crossEntropy = ({ logits, classes }: Pick<Distributions, "logits" | "classes">) =>
  -mean(rows(logits).map((row, b) => logSoftmax(row)[rows(classes)[b]!.indexOf(1)]!));

const doubleSoftmax: Bound = ({ logits, classes }) => {
  const again = rows(logits).map((row) => logSoftmax(row).map(Math.exp)).flat();
  return crossEntropy({ logits: { ...logits, values: again }, classes });
};

type Density = (distance: number, logStd: number) => number;

const logNormal: Density = (distance, logStd) =>
  -0.5 * Math.log(2 * Math.PI) - logStd - 0.5 * (distance / Math.exp(logStd)) ** 2;

/** A mean over the batch of sums over the codes. */
function perSample(density: Density): Bound {
  return ({ mean: center, logStd, codes }) =>
    mean(
      rows(codes).map((row, b) =>
        row.reduce((sum, code, m) => sum + density(code - at(center, b, m), at(logStd, b, m)), 0)
      ),
    );
}

const continuousBound = perSample(logNormal);
const codesPerSample = ({ codes }: Distributions) => codes.shape[1]!;

type Part = "categorical" | "continuous";

/** One part alone, or both, as a reference of `callCheck`. */
function parts(bounds: Partial<Record<Part, Bound>>) {
  return (args: readonly Argument[]): Parts => {
    const [logits, classes, mean, logStd, codes] = args as readonly TensorData[];
    const given = { logits: logits!, classes: classes!, mean: mean!, logStd: logStd!, codes: codes! };
    const entries = Object.entries(bounds).map(([part, bound]) => [part, { shape: [], values: [bound(given)] }]);
    return Object.fromEntries(entries);
  };
}

const right = {
  categorical: (given: Distributions) => entropy(given) - crossEntropy(given),
  continuous: continuousBound,
};

const mistakes: Record<Part, readonly { readonly says: string; readonly bound: Bound }[]> = {
  categorical: [
    { says: "the entropy ln K of the prior is missing", bound: (given) => -crossEntropy(given) },
    { says: "that is the cross-entropy, which is smaller for a better Q", bound: crossEntropy },
    { says: "its sign is turned around", bound: (given) => crossEntropy(given) - entropy(given) },
    { says: "there the softmax is taken twice", bound: (given) => entropy(given) - doubleSoftmax(given) },
    { says: "there ln K and the cross-entropy are added up", bound: (given) => crossEntropy(given) + entropy(given) },
  ],
  continuous: [
    { says: "its sign is turned around", bound: (given) => -continuousBound(given) },
    { says: "that is the mean squared error", bound: perSample((distance) => distance ** 2) },
    { says: "that is the negative squared error", bound: perSample((distance) => -(distance ** 2)) },
    { says: "there −½ ln 2π is missing", bound: perSample((d, s) => logNormal(d, s) + 0.5 * Math.log(2 * Math.PI)) },
    { says: "there −ln σ is missing", bound: perSample((distance, logStd) => logNormal(distance, logStd) + logStd) },
    { says: "there the log deviation is taken for a log variance", bound: perSample((d, s) => logNormal(d, s / 2)) },
    { says: "that is a mean over the codes, not their sum", bound: (g) => continuousBound(g) / codesPerSample(g) },
  ],
};

function check(
  names: readonly Part[],
  draw: (random: Random) => readonly Argument[],
  options: { readonly tolerance?: number; readonly gradientBy?: readonly number[] } = {},
): CodingCheck {
  return callCheck({
    name: "mutualInformationBound",
    draw,
    expect: parts(Object.fromEntries(names.map((name) => [name, right[name]]))),
    tolerance: 1e-3,
    mistakes: names.flatMap((name) =>
      mistakes[name].map(({ says, bound }) => ({ says, expect: parts({ [name]: bound }) }))
    ),
    ...options,
  });
}

const oneHot = (width: number, ...chosen: number[]): TensorData =>
  tensorBy([chosen.length, width], (b, k) => chosen[b!] === k ? 1 : 0);

const tensor = (shape: readonly number[], values: readonly number[]): TensorData => ({
  shape,
  values: values.map(Math.fround),
});

// Log deviations around 0 could add up to next to nothing, and leaving them out would not show.
const drawContinuous = (random: Random, ...shape: number[]) => [
  normalTensor(random, shape),
  normalTensor(random, shape, { mean: 0.7, deviation: 0.2 }),
  normalTensor(random, shape),
];

const pick = (random: Random, count: number, width: number) =>
  Array.from({ length: count }, () => Math.floor(width * random.uniform()));

export const checks: Record<string, CodingCheck> = {
  "knows-nothing": check(["categorical"], (random) => [
    tensorBy([3, 3], (b) => b!),
    oneHot(3, 0, 2, 1),
    ...drawContinuous(random, 3, 1),
  ], { tolerance: 1e-4 }),
  "always-right": check(["categorical"], (random) => [
    tensorBy([4, 4], (b, k) => k === 3 - b! ? 15 : -15),
    { ...oneHot(4, 3, 2, 1, 0), dtype: "int32" },
    ...drawContinuous(random, 4, 1),
  ]),
  "categorical-value": check(["categorical"], (random) => [
    normalTensor(random, [6, 4], { deviation: 2 }),
    oneHot(4, ...pick(random, 6, 4)),
    ...drawContinuous(random, 6, 1),
  ]),
  "two-rows": check(["continuous"], () => [
    tensor([2, 3], [0, 0, 0, 0, 0, 0]),
    oneHot(3, 0, 1),
    tensor([2, 1], [0, 1]),
    tensor([2, 1], [0, Math.log(2)]),
    tensor([2, 1], [0.5, -1]),
  ]),
  "several-codes": check(["continuous"], (random) => [
    normalTensor(random, [5, 3]),
    oneHot(3, ...pick(random, 5, 3)),
    ...drawContinuous(random, 5, 3),
  ]),
  "gradient": check(["categorical", "continuous"], (random) => [
    normalTensor(random, [3, 4]),
    oneHot(4, ...pick(random, 3, 4)),
    ...drawContinuous(random, 3, 2),
  ], { gradientBy: [0, 2, 3] }),
};
