import type { CodingCheck, Json } from "../../mod.ts";
import { isNumbers, isRecord, normalTensor, parametersCheck, shown } from "../_lib/mod.ts";

/** Parameters of dense layers with biases. */
const dense = (...units: readonly number[]) =>
  units.slice(1).reduce((sum, count, index) => sum + (units[index]! + 1) * count, 0);

function generatorParameters(latentDim: number, dataDim: number) {
  const count = dense(latentDim, 64, 128, dataDim);
  return {
    args: [latentDim, dataDim],
    count,
    mistakes: [
      { says: "there is no hidden layer", count: dense(latentDim, dataDim) },
      { says: "there is one hidden layer only", count: dense(latentDim, 64, dataDim) },
      {
        says: "there the hidden layers are in the order of the discriminator",
        count: dense(latentDim, 128, 64, dataDim),
      },
      { says: "there the biases are missing", count: count - 64 - 128 - dataDim },
    ],
  };
}

function discriminatorParameters(dataDim: number) {
  const count = dense(dataDim, 128, 64, 1);
  return {
    args: [dataDim],
    count,
    mistakes: [
      { says: "there is no hidden layer", count: dense(dataDim, 1) },
      { says: "there the hidden layers are in the order of the generator", count: dense(dataDim, 64, 128, 1) },
      { says: "there the biases are missing", count: count - 128 - 64 - 1 },
    ],
  };
}

const sizes = [[10, 6], [10, 20], [10, 784]] as const;

export const checks: Record<string, CodingCheck> = {
  "shapes": {
    draw: () => sizes as unknown as Json,
    probe: ({ tf, candidate, inputs }) =>
      (inputs as unknown as typeof sizes).map(([latentDim, dataDim]) => {
        const samples = candidate.buildGenerator(latentDim, dataDim).predict(tf.randomNormal([5, latentDim]));
        const logits = candidate.buildDiscriminator(dataDim).predict(tf.randomNormal([5, dataDim]));
        return { samples: samples.shape, logits: logits.shape };
      }),
    judge(output) {
      const got = (Array.isArray(output) ? output : []) as { samples: number[]; logits: number[] }[];
      const wrong = sizes.findIndex(([, dataDim], index) =>
        `${got[index]?.samples}` !== `${[5, dataDim]}` || `${got[index]?.logits}` !== "5,1"
      );
      const index = Math.max(0, wrong);
      const [latentDim, dataDim] = sizes[index]!;
      return {
        passed: wrong < 0,
        message: `Expected samples of shape [5, ${dataDim}] and logits of shape [5, 1], got ${
          shown(got[index]?.samples)
        } and ${shown(got[index]?.logits)}.`,
        input: `five latents, latentDim ${latentDim}, dataDim ${dataDim}`,
      };
    },
  },
  "generator-parameters": parametersCheck({
    name: "buildGenerator",
    expected: sizes.map(([latentDim, dataDim]) => generatorParameters(latentDim, dataDim)),
  }),
  "discriminator-parameters": parametersCheck({
    name: "buildDiscriminator",
    expected: sizes.map(([, dataDim]) => discriminatorParameters(dataDim)),
  }),
  "range": {
    draw: (random) => ({ values: normalTensor(random, [64, 10], { deviation: 50 }).values }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      const samples = candidate.buildGenerator(10, 20).predict(tf.tensor(values, [64, 10]));
      return [samples.min().dataSync()[0], samples.max().dataSync()[0]];
    },
    judge(output) {
      const [low, high] = isNumbers(output, 2) ? output : [NaN, NaN];
      return {
        passed: low! >= -1 && low! < -0.5 && high! <= 1 && high! > 0.5,
        message: `Expected samples that fill [-1, 1], got values from ${shown(low)} to ${shown(high)}.`,
        input: "64 latents with deviation 50, latentDim 10, dataDim 20",
      };
    },
  },
  "logit": {
    draw: (random) => ({ values: normalTensor(random, [32, 6], { deviation: 1e4 }).values }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      return candidate.buildDiscriminator(6).predict(tf.tensor(values, [32, 6])).abs().max().dataSync()[0];
    },
    judge(output) {
      return {
        passed: typeof output === "number" && output > 1.01,
        message: `Expected a score beyond ±1, got ${shown(output)} at most.`,
        input: "32 samples with deviation 10000, dataDim 6",
      };
    },
  },
  "not-affine": {
    draw: (random) => ({
      latents: normalTensor(random, [16, 10]).values,
      samples: normalTensor(random, [16, 6], { deviation: 5 }).values,
    }),
    probe: ({ tf, candidate, inputs }) => {
      const { latents, samples } = inputs as unknown as { latents: number[]; samples: number[] };
      // deno-lint-ignore no-explicit-any
      type Tensor = any;
      // f(a + b) - f(a) - f(b) + f(0) is 0 for an affine f.
      const bend = (f: (x: Tensor) => Tensor, values: number[]) => {
        const [a, b] = tf.split(tf.tensor(values, [16, values.length / 16]), 2);
        return f(a.add(b)).sub(f(a)).sub(f(b)).add(f(tf.zerosLike(a))).abs().max().dataSync()[0];
      };
      const [generator, discriminator] = [candidate.buildGenerator(10, 6), candidate.buildDiscriminator(6)];
      // Short latents keep tanh off its ends, and its inverse tells what was before it.
      const raw = (z: Tensor) => tf.atanh(generator.predict(z.mul(0.3)).clipByValue(-0.9999, 0.9999));
      // Of layers that are not known it is taken that they bend.
      const straight = ["Dropout", "GaussianNoise", "BatchNormalization", "LayerNormalization", "Flatten", "Reshape"];
      // deno-lint-ignore no-explicit-any
      const bends = (layer: any) => {
        const { activation } = layer.getConfig();
        return activation === undefined ? !straight.includes(layer.getClassName()) : activation !== "linear";
      };
      // deno-lint-ignore no-explicit-any
      const isBare = ({ layers }: any) => {
        const dense = layers.flatMap((layer: Tensor, i: number) => layer.getClassName() === "Dense" ? [i] : []);
        return dense.slice(1).some((end: number, i: number) => !layers.slice(dense[i], end).some(bends));
      };
      return {
        generator: bend(raw, latents),
        discriminator: bend((x) => discriminator.predict(x), samples),
        bare: isBare(generator) ? "generator" : isBare(discriminator) ? "discriminator" : "",
      };
    },
    judge(output) {
      const { generator, discriminator, bare } = isRecord(output) ? output : {};
      const isBent = (size: Json | undefined) => typeof size === "number" && size > 1e-3;
      const isAll = isBent(generator) && isBent(discriminator);
      if (isAll && bare !== "") {
        return { passed: false, message: `Expected an activation behind both hidden layers, got a ${bare} without.` };
      }
      return {
        passed: isAll,
        message: `Expected f(a + b) to differ from f(a) + f(b) - f(0), got ${shown(generator)} and ${
          shown(discriminator)
        }.`,
      };
    },
  },
  "latents": {
    draw: (random) => ({ values: normalTensor(random, [6, 10]).values }),
    probe: ({ tf, candidate, inputs }) => {
      const { values } = inputs as unknown as { values: number[] };
      const samples = candidate.buildGenerator(10, 6).predict(tf.tensor(values, [6, 10]));
      return samples.sub(samples.slice(0, 1)).abs().max(1).slice(1).min().dataSync()[0];
    },
    judge(output) {
      return {
        passed: typeof output === "number" && output > 1e-4,
        message: `Expected six latents to give six samples, got a least difference of ${shown(output)}.`,
      };
    },
  },
};
