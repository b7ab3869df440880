import * as tf from "@tensorflow/tfjs";
import { discs } from "./discs.ts";
import { minimise, type Program } from "./program.ts";
import { seeds } from "./seeds.ts";

const [size, batch, channels] = [8, 4, 8];

type Filters = readonly [tf.Variable, tf.Variable];

/** CycleGAN (Zhu et al. 2017) between discs and their negatives: mirrored padding, instance norm, least squares; the score is the cycle error. */
export function cycleGan(random: () => number): Program {
  const seed = seeds(random);
  const filters = (out: number) =>
    tf.tidy(() => [filter(1, channels, seed()), filter(channels, out, seed())]) as unknown as Filters;
  const [toNegative, toPositive, judgeNegative, judgePositive] = [filters(1), filters(1), filters(1), filters(1)];
  const [forGenerators, forJudges] = [tf.train.adam(5e-3, 0.5), tf.train.adam(2e-3, 0.5)];
  const translate = (x: tf.Tensor4D, [first, second]: Filters) =>
    convolve(instanceNorm(convolve(x, first)).relu() as tf.Tensor4D, second).tanh() as tf.Tensor4D;
  const judge = (x: tf.Tensor4D, [first, second]: Filters) =>
    convolve(convolve(x, first).leakyRelu(0.2) as tf.Tensor4D, second);
  const positive = () => discs(batch, size, random);
  const negative = () => discs(batch, size, random).neg() as tf.Tensor4D;
  const cycle = (a: tf.Tensor4D, b: tf.Tensor4D) => {
    const there = translate(a, toNegative);
    const back = translate(b, toPositive);
    const error = translate(there, toPositive).sub(a).abs().mean().add(translate(back, toNegative).sub(b).abs().mean());
    return { there, back, error };
  };
  return {
    step: () => {
      minimise(forJudges, () => {
        const [a, b] = [positive(), negative()];
        const { there, back } = cycle(a, b);
        const real = judge(a, judgePositive).sub(1).square().mean().add(judge(b, judgeNegative).sub(1).square().mean());
        return real.add(judge(back, judgePositive).square().mean()).add(judge(there, judgeNegative).square().mean());
      }, [...judgeNegative, ...judgePositive]);
      minimise(forGenerators, () => {
        const { there, back, error } = cycle(positive(), negative());
        const fooled = judge(there, judgeNegative).sub(1).square().mean()
          .add(judge(back, judgePositive).sub(1).square().mean());
        return fooled.add(error.mul(10));
      }, [...toNegative, ...toPositive]);
    },
    score: async () => {
      const value = tf.tidy(() => cycle(positive(), negative()).error);
      const [number] = await value.data();
      value.dispose();
      return number!;
    },
    dispose: () => {
      forGenerators.dispose();
      forJudges.dispose();
      tf.dispose([toNegative, toPositive, judgeNegative, judgePositive].flat());
    },
  };
}

function filter(from: number, to: number, seed: number): tf.Variable {
  return tf.variable(tf.randomNormal([3, 3, from, to], 0, 0.2, "float32", seed));
}

function convolve(x: tf.Tensor4D, weights: tf.Variable): tf.Tensor4D {
  const padded = tf.mirrorPad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], "reflect");
  return tf.conv2d(padded, weights as tf.Tensor as tf.Tensor4D, 1, "valid");
}

function instanceNorm(x: tf.Tensor4D): tf.Tensor {
  const { mean, variance } = tf.moments(x, [1, 2], true);
  return x.sub(mean).mul(variance.add(1e-5).rsqrt());
}
