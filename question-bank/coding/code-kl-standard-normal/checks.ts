import type { CodingCheck, Random } from "../../mod.ts";
import {
  type Argument,
  callCheck,
  indexAt,
  isRecord,
  judgeScalar,
  mean,
  normalTensor,
  type Parts,
  seeded,
  tensorBy,
  type TensorData,
} from "../_lib/mod.ts";

type Codes = [mean: TensorData, logVariance: TensorData];

interface Usual {
  /** Of one dimension. */
  readonly entry?: (mean: number, logVariance: number) => number;
  /** Of all entries. */
  readonly reduce?: (sum: number, batch: number, dimensions: number) => number;
}

const divergence = (mean: number, logVariance: number) => (mean ** 2 + Math.exp(logVariance) - 1 - logVariance) / 2;

const by =
  ({ entry = divergence, reduce = (sum, batch) => sum / batch }: Usual) => (args: readonly Argument[]): Parts => {
    const [mean, logVariance] = args as unknown as Codes;
    const sum = mean.values.reduce((total, value, i) => total + entry(value, logVariance.values[i]!), 0);
    return { result: { shape: [], values: [reduce(sum, mean.shape[0]!, mean.shape[1]!)] } };
  };

const mistakes = [
  { says: "its sign is turned around", expect: by({ entry: (m, l) => -divergence(m, l) }) },
  { says: "the factor ½ is missing", expect: by({ entry: (m, l) => 2 * divergence(m, l) }) },
  { says: "that is the mean over dimensions, too", expect: by({ reduce: (sum, batch, size) => sum / batch / size }) },
  { says: "that is the sum over the batch, not its mean", expect: by({ reduce: (sum) => sum }) },
  {
    says: "the mean over the batch was taken over dimensions",
    expect: by({ reduce: (sum, _batch, size) => sum / size }),
  },
  { says: "the mean's part is missing", expect: by({ entry: (_m, l) => divergence(0, l) }) },
  { says: "the mean is not squared", expect: by({ entry: (m, l) => divergence(0, l) + m / 2 }) },
  {
    says: "the argument was taken for the variance",
    expect: by({ entry: (m, l) => (m ** 2 + l - 1 - Math.log(l)) / 2 }),
  },
  {
    says: "the argument was taken for the logarithm of the deviation",
    expect: by({ entry: (m, l) => divergence(m, 2 * l) }),
  },
  {
    says: "the argument was taken for the deviation",
    expect: by({ entry: (m, l) => (m ** 2 + l ** 2 - 1 - Math.log(l ** 2)) / 2 }),
  },
  {
    says: "that is the divergence of the prior from q",
    expect: by({ entry: (m, l) => ((m ** 2 + 1) / Math.exp(l) - 1 + l) / 2 }),
  },
  { says: "the constant −1 is missing", expect: by({ entry: (m, l) => divergence(m, l) + 0.5 }) },
];

function check(
  draw: (random: Random) => Codes,
  { gradientBy = [], input }: { readonly gradientBy?: readonly number[]; readonly input?: string } = {},
): CodingCheck {
  return callCheck({
    name: "klToStandardNormal",
    draw,
    expect: by({}),
    tolerance: 1e-4,
    mistakes,
    gradientBy,
    ...(input === undefined ? {} : { input }),
  });
}

const filled = (shape: readonly number[], value: number) => tensorBy(shape, () => value);
const codes = (random: Random, shape: readonly number[]): Codes => [
  normalTensor(random, shape),
  normalTensor(random, shape, { deviation: 0.7 }),
];
const fixed = codes(seeded(1), [4, 3]);

/** The mean of log q(z) − log p(z) over draws z from q, of one sample. */
function monteCarlo([means, logVariances]: Codes, draws: number, random: Random): number {
  const logDensity = (z: number, mean: number, logVariance: number) =>
    -((z - mean) ** 2 / Math.exp(logVariance) + logVariance + Math.log(2 * Math.PI)) / 2;
  return means.values.reduce((sum, center, offset) => {
    const logVariance = logVariances.values[indexAt(means.shape, offset)[1]!]!;
    const terms = Array.from({ length: draws }, () => {
      const z = center + Math.exp(logVariance / 2) * random.normal();
      return logDensity(z, center, logVariance) - logDensity(z, 0, 0);
    });
    return sum + mean(terms);
  }, 0);
}

const two: Codes = [{ shape: [1, 2], values: [0.75, -0.5] }, { shape: [1, 2], values: [-0.5, 0.25] }];
const estimated = monteCarlo(two, 40_000, seeded(2));
const twoDimensions = check(() => two);

export const checks: Record<string, CodingCheck> = {
  "prior": check(() => [filled([3, 2], 0), filled([3, 2], 0)], { input: "mean 0 and logVariance 0, [3, 2]" }),
  "by-hand": check(() => [
    { shape: [1, 2], values: [1, 0] },
    { shape: [1, 2], values: [0, Math.fround(Math.log(4))] },
  ], { input: "mean [1, 0], logVariance [0, ln 4]" }),
  "dimensions": check(() => [filled([5, 8], 1), filled([5, 8], 0)], { input: "mean 1 and logVariance 0, [5, 8]" }),
  "monte-carlo": {
    ...twoDimensions,
    judge(output) {
      const result = isRecord(output) && isRecord(output.parts) ? output.parts.result : undefined;
      const [value = null] = isRecord(result) && Array.isArray(result.values) ? result.values : [];
      const got = isRecord(result) ? { shape: result.shape ?? null, value } : null;
      return judgeScalar(got, estimated, {
        tolerance: 3e-2,
        what: "the divergence, estimated from draws,",
        input: "mean [0.75, −0.5], logVariance [−0.5, 0.25]",
      });
    },
  },
  "gradient": check(() => fixed, { gradientBy: [0, 1] }),
  "fresh-codes": check((random) => codes(random, [6, 2]), { gradientBy: [0, 1] }),
};
