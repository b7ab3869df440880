import * as tf from "@tensorflow/tfjs";
import { energyDistance, toSamples } from "../mod.ts";
import { minimise, type Program } from "./program.ts";
import { noise, ringBatch, ringPoints } from "./ring.ts";

export type CriticActivation = "tanh" | "sigmoid" | "leakyRelu" | "elu";

const activations: Record<CriticActivation, (x: tf.Tensor) => tf.Tensor> = {
  tanh: (x) => x.tanh(),
  sigmoid: (x) => x.sigmoid(),
  leakyRelu: (x) => x.leakyRelu(0.2),
  elu: (x) => x.elu(),
};

/** Lengths of the critic's slope, which the penalty pulls to one. */
export interface Slope {
  /** Their mean between real and generated points, where the penalty looks. */
  readonly between: number;
  /** Their mean at real points. */
  readonly real: number;
  /** Share of the points between whose length is 0.9 to 1.1. */
  readonly share: number;
}

export interface WganGp extends Program {
  slope(): Slope;
}

export interface WganGpOptions {
  /** Hidden layers of the critic. */
  readonly layers: number;
  readonly rate: number;
}

export const usual: WganGpOptions = { layers: 2, rate: 1e-3 };

const batch = 64;
const hidden = 64;
const latent = 2;
const penaltyWeight = 10;
const criticStepsPerStep = 5;

/** WGAN-GP (Gulrajani et al. 2017) on a ring of Gaussians. Needs second derivatives of the critic. */
export function wganGp(activation: CriticActivation, random: () => number, { layers, rate } = usual): WganGp {
  const act = activations[activation];
  const generatorWeights = mlp([latent, hidden, hidden, 2], random);
  const criticWeights = mlp([2, ...Array<number>(layers).fill(hidden), 1], random);
  const generate = (z: tf.Tensor) => forward(z, generatorWeights, (x) => x.relu());
  const criticise = (x: tf.Tensor) => forward(x, criticWeights, act);
  const [generatorAdam, criticAdam] = [tf.train.adam(rate, 0.5, 0.9), tf.train.adam(rate, 0.5, 0.9)];
  const lengths = (at: tf.Tensor) => tf.grad((x) => criticise(x).sum())(at).square().sum(1).add(1e-12).sqrt();
  const between = (real: tf.Tensor2D, fake: tf.Tensor) => {
    const share = tf.tensor2d(Float32Array.from({ length: batch }, random), [batch, 1]);
    return real.mul(share).add(fake.mul(tf.scalar(1).sub(share)));
  };
  const criticLoss = () => {
    const real = ringBatch(batch, random);
    const fake = generate(noise(batch, latent, random));
    const penalty = lengths(between(real, fake)).sub(1).square().mean();
    return criticise(fake).mean().sub(criticise(real).mean()).add(penalty.mul(penaltyWeight));
  };
  return {
    step: () => {
      for (let i = 0; i < criticStepsPerStep; i++) minimise(criticAdam, criticLoss, criticWeights);
      minimise(generatorAdam, () => criticise(generate(noise(batch, latent, random))).mean().neg(), generatorWeights);
    },
    slope: () => {
      const read = (make: () => tf.Tensor) => tf.tidy(() => [...lengths(make()).dataSync()]);
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      const inside = read(() => between(ringBatch(batch, random), generate(noise(batch, latent, random))));
      return {
        between: mean(inside),
        real: mean(read(() => ringBatch(batch, random))),
        share: inside.filter((length) => length > 0.9 && length < 1.1).length / batch,
      };
    },
    score: async () => {
      const fake = tf.tidy(() => generate(noise(500, latent, random)));
      const values = await fake.data();
      fake.dispose();
      return energyDistance(toSamples(values, 2), toSamples(ringPoints(500, random), 2));
    },
    dispose: () => {
      generatorAdam.dispose();
      criticAdam.dispose();
      tf.dispose([generatorWeights, criticWeights]);
    },
  };
}

function mlp(sizes: readonly number[], random: () => number): tf.Variable[] {
  return sizes.slice(1).flatMap((size, i) => {
    const inputs = sizes[i]!;
    const scale = Math.sqrt(6 / (inputs + size));
    const values = Float32Array.from({ length: inputs * size }, () => (2 * random() - 1) * scale);
    return tf.tidy(() => [tf.variable(tf.tensor2d(values, [inputs, size])), tf.variable(tf.zeros([size]))]);
  });
}

function forward(x: tf.Tensor, weights: readonly tf.Variable[], act: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  let out = x;
  for (let i = 0; i < weights.length; i += 2) {
    const sum = tf.matMul(out as tf.Tensor2D, weights[i] as tf.Tensor as tf.Tensor2D).add(weights[i + 1]!);
    out = i + 2 < weights.length ? act(sum) : sum;
  }
  return out;
}
