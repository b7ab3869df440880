import type { CodingCheck, Random } from "../../mod.ts";
import {
  type Argument,
  callCheck,
  everyCall,
  normalTensor,
  type Parts,
  seeded,
  sigmoid,
  softplus,
  type TensorData,
  uniforms,
} from "../_lib/mod.ts";

type Batch = [inputs: TensorData, logits: TensorData, mean: TensorData, logVariance: TensorData, beta?: number];

/** Of one sample on average: both terms as sums over their dimensions. */
interface Terms {
  readonly error: number;
  readonly squaredError: number;
  readonly divergence: number;
  readonly beta: number;
  readonly pixels: number;
  readonly latents: number;
  readonly batch: number;
}

function terms(args: readonly Argument[]): Terms {
  const [inputs, logits, means, logVariances, beta = 1] = args as unknown as Batch;
  const [batch, pixels] = inputs.shape as [number, number];
  const sum = (of: TensorData, entry: (value: number, i: number) => number) =>
    of.values.reduce((total, value, i) => total + entry(value, i), 0) / batch;
  return {
    error: sum(logits, (logit, i) => softplus(logit) - inputs.values[i]! * logit),
    squaredError: sum(logits, (logit, i) => (sigmoid(logit) - inputs.values[i]!) ** 2),
    divergence: sum(means, (mean, i) => {
      const logVariance = logVariances.values[i]!;
      return (mean ** 2 + Math.exp(logVariance) - 1 - logVariance) / 2;
    }),
    beta,
    pixels,
    latents: means.shape[1]!,
    batch,
  };
}

const by = (of: (terms: Terms) => number) => (args: readonly Argument[]): Parts => ({
  result: { shape: [], values: [of(terms(args))] },
});

const mistakes = [
  {
    says: "the cross-entropy is averaged over pixels, not summed",
    expect: by(({ error, pixels, beta, divergence }) => error / pixels + beta * divergence),
  },
  {
    says: "both terms are averaged over their dimensions",
    expect: by(({ error, pixels, beta, divergence, latents }) => error / pixels + beta * divergence / latents),
  },
  {
    says: "the divergence is averaged over latents, not summed",
    expect: by(({ error, beta, divergence, latents }) => error + beta * divergence / latents),
  },
  { says: "the divergence is subtracted", expect: by(({ error, beta, divergence }) => error - beta * divergence) },
  {
    says: "that is the bound, not its negative",
    expect: by(({ error, beta, divergence }) => -error - beta * divergence),
  },
  { says: "beta weighs the reconstruction", expect: by(({ error, beta, divergence }) => beta * error + divergence) },
  { says: "beta weighs both terms", expect: by(({ error, beta, divergence }) => beta * (error + divergence)) },
  { says: "beta is not used", expect: by(({ error, divergence }) => error + divergence) },
  {
    says: "that is a squared error, not a cross-entropy",
    expect: by(({ squaredError, beta, divergence }) => squaredError + beta * divergence),
  },
  {
    says: "that is a mean squared error, not a cross-entropy",
    expect: by(({ squaredError, pixels, beta, divergence }) => squaredError / pixels + beta * divergence),
  },
  {
    says: "the factor ½ of the divergence is missing",
    expect: by(({ error, beta, divergence }) => error + 2 * beta * divergence),
  },
  {
    says: "that is the sum over the batch, not its mean",
    expect: by(({ error, beta, divergence, batch }) => batch * (error + beta * divergence)),
  },
];

function check(
  draw: (random: Random) => Batch,
  { gradientBy = [], input }: { readonly gradientBy?: readonly number[]; readonly input?: string } = {},
): CodingCheck {
  return callCheck({
    name: "vaeLoss",
    draw: draw as (random: Random) => readonly Argument[],
    expect: by(({ error, beta, divergence }) => error + beta * divergence),
    tolerance: 1e-3,
    mistakes,
    gradientBy,
    ...(input === undefined ? {} : { input }),
  });
}

const matrix = (shape: readonly number[], values: readonly number[]): TensorData => ({ shape, values });
const fixed = seeded(1);
const [inputs, logits] = [normalTensor(fixed, [4, 6]), normalTensor(fixed, [4, 6])];
const binary = { ...inputs, values: inputs.values.map((value) => value > 0 ? 1 : 0) };
const [mean, logVariance] = [normalTensor(fixed, [4, 3]), normalTensor(fixed, [4, 3], { deviation: 0.7 })];
const prior = matrix([1, 2], [0, 0]);
const shapes = "inputs and logits [4, 6], codes [4, 3]";

export const checks: Record<string, CodingCheck> = {
  "undecided": check(() => [matrix([1, 3], [1, 0, 1]), matrix([1, 3], [0, 0, 0]), prior, prior], {
    input: "inputs [1, 0, 1], logits [0, 0, 0], mean and logVariance [0, 0]",
  }),
  "reconstruction": check(() => [binary, logits, mean, logVariance, 0], { input: `${shapes}, beta 0` }),
  "divergence": everyCall([
    check(() => [binary, logits, mean, logVariance], { input: `${shapes}, beta not given` }),
    check(() => [binary, logits, mean, logVariance, 4], { input: `${shapes}, beta 4` }),
  ]),
  "large-logits": everyCall([
    check(() => [matrix([1, 2], [1, 0]), matrix([1, 2], [-200, 200]), prior, prior], {
      input: "inputs [1, 0], logits [−200, 200], codes at the prior",
    }),
    check(() => [matrix([1, 2], [1, 0]), matrix([1, 2], [200, -200]), prior, prior], {
      input: "inputs [1, 0], logits [200, −200], codes at the prior",
    }),
  ]),
  "bound": everyCall([
    check(() => [matrix([1, 1], [1]), matrix([1, 1], [0]), matrix([1, 1], [0.5]), matrix([1, 1], [-1])], {
      input: "input 1, logit 0, mean 0.5, logVariance −1",
    }),
    check(() => [matrix([1, 1], [1]), matrix([1, 1], [-3]), matrix([1, 1], [-1]), matrix([1, 1], [1])], {
      input: "input 1, logit −3, mean −1, logVariance 1",
    }),
  ]),
  "gradient": check(() => [binary, logits, mean, logVariance, 2], {
    gradientBy: [1, 2, 3],
    input: `${shapes}, beta 2`,
  }),
  "fresh-batch": check((random) => [
    matrix([3, 5], uniforms(random, 15)),
    normalTensor(random, [3, 5], { deviation: 3 }),
    normalTensor(random, [3, 2]),
    normalTensor(random, [3, 2]),
    uniforms(random, 1, { from: 2, to: 6 })[0]!,
  ], { gradientBy: [1, 2, 3] }),
};
