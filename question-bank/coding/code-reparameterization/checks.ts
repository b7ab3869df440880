import type { CodingCheck, Json, Random } from "../../mod.ts";
import {
  type Argument,
  callCheck,
  firstFailure,
  isRecord,
  judgeNumber,
  normalTensor,
  type Parts,
  seeded,
  type TensorData,
} from "../_lib/mod.ts";

const by =
  (entry: (mean: number, logVariance: number, epsilon: number) => number) => (args: readonly Argument[]): Parts => {
    const [mean, logVariance, epsilon] = args as [TensorData, TensorData, TensorData];
    const values = mean.values.map((value, i) => entry(value, logVariance.values[i]!, epsilon.values[i]!));
    return { result: { shape: mean.shape, values } };
  };

function check(
  draw: (random: Random) => [TensorData, TensorData, TensorData],
  { input, gradientBy = [] }: { readonly input?: string; readonly gradientBy?: readonly number[] } = {},
): CodingCheck {
  return callCheck({
    name: "reparameterize",
    draw,
    expect: by((mean, logVariance, epsilon) => mean + Math.exp(logVariance / 2) * epsilon),
    tolerance: 1e-4,
    gradientBy,
    mistakes: [
      { says: "the noise is multiplied by the variance", expect: by((mean, l, e) => mean + Math.exp(l) * e) },
      { says: "the noise is multiplied by the log-variance", expect: by((mean, l, e) => mean + l * e) },
      { says: "the noise is multiplied by half of the log-variance", expect: by((mean, l, e) => mean + l / 2 * e) },
      { says: "the noise is missing", expect: by((mean) => mean) },
      { says: "the noise is not scaled", expect: by((mean, _l, e) => mean + e) },
      { says: "its exponent has the wrong sign", expect: by((mean, l, e) => mean + Math.exp(-l / 2) * e) },
      { says: "the mean is missing", expect: by((_mean, l, e) => Math.exp(l / 2) * e) },
    ],
    ...(input === undefined ? {} : { input }),
  });
}

const fixed = seeded(1);
const latents = (random: Random, shape: readonly number[]): [TensorData, TensorData, TensorData] => [
  normalTensor(random, shape),
  normalTensor(random, shape),
  normalTensor(random, shape),
];
const vectors = latents(fixed, [3, 4]);
const one = (value: number): TensorData => ({ shape: [1, 1], values: [value] });

export const checks: Record<string, CodingCheck> = {
  "by-hand": check(() => [one(1), one(Math.fround(Math.log(4))), one(0.5)], {
    input: "mean 1, logVariance ln 4, epsilon 0.5",
  }),
  "vectors": check(() => vectors),
  "gradients": check(() => vectors, { gradientBy: [0, 1] }),
  "moments": {
    draw: (random) => ({ count: 20_000, mean: 3, variance: 0.25, seed: Math.floor(1e6 * random.uniform()) }),
    probe: ({ tf, candidate, inputs }) => {
      const { count, mean, variance, seed } = inputs as { count: number; mean: number; variance: number; seed: number };
      const epsilon = tf.randomNormal([count], 0, 1, "float32", seed);
      const result = candidate.reparameterize(tf.fill([count], mean), tf.fill([count], Math.log(variance)), epsilon);
      const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const samples: number[] = [...result.dataSync()];
      const center = average(samples);
      // What this very noise has: its own mean and variance are not exactly 0 and 1.
      const noise: number[] = [...epsilon.dataSync()];
      const noiseCenter = average(noise);
      return {
        mean: center,
        variance: average(samples.map((value) => (value - center) ** 2)),
        noiseMean: noiseCenter,
        noiseVariance: average(noise.map((value) => (value - noiseCenter) ** 2)),
      };
    },
    judge(output, inputs) {
      const { mean, variance } = inputs as { mean: number; variance: number };
      const got: { readonly [key: string]: Json } = isRecord(output) ? output : {};
      const [center, spread] = [got.noiseMean as number, got.noiseVariance as number];
      const deviation = Math.sqrt(variance);
      const input = "mean 3, logVariance ln 0.25, 20,000 numbers of noise";
      return firstFailure([
        judgeNumber(got.mean, mean + deviation * center, { tolerance: 1e-2, what: "a mean of the samples of", input }),
        judgeNumber(got.variance, variance * spread, {
          tolerance: 3e-2,
          what: "a variance of the samples of",
          input,
          suspicions: [
            { says: "that is the square of the variance", value: variance ** 2 },
            { says: "the log-variance was taken for the deviation", value: Math.log(variance) ** 2 },
          ],
        }),
      ]);
    },
  },
  "fresh-latents": check((random) => latents(random, [2, 3, 2]), { gradientBy: [0, 1] }),
};
