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

export interface WganGp extends Program {
  /** Mean length of the critic's slope between real and generated points; the penalty pulls it to one. */
  slope(): number;
}

const batch = 64;
const hidden = 64;
const latent = 2;
const penaltyWeight = 10;
const criticStepsPerStep = 5;

/** WGAN-GP (Gulrajani et al. 2017) on a ring of Gaussians. Needs second derivatives of the critic. */
export function wganGp(activation: CriticActivation, random: () => number): WganGp {
  const act = activations[activation];
  const generatorWeights = mlp([latent, hidden, hidden, 2], random);
  const criticWeights = mlp([2, hidden, hidden, 1], random);
  const generate = (z: tf.Tensor) => forward(z, generatorWeights, (x) => x.relu());
  const criticise = (x: tf.Tensor) => forward(x, criticWeights, act);
  const [generatorAdam, criticAdam] = [tf.train.adam(1e-3, 0.5, 0.9), tf.train.adam(1e-3, 0.5, 0.9)];
  const lengths = (real: tf.Tensor2D, fake: tf.Tensor) => {
    const share = tf.tensor2d(Float32Array.from({ length: batch }, random), [batch, 1]);
    const between = real.mul(share).add(fake.mul(tf.scalar(1).sub(share)));
    return tf.grad((x) => criticise(x).sum())(between).square().sum(1).add(1e-12).sqrt();
  };
  const criticLoss = () => {
    const real = ringBatch(batch, random);
    const fake = generate(noise(batch, latent, random));
    const penalty = lengths(real, fake).sub(1).square().mean();
    return criticise(fake).mean().sub(criticise(real).mean()).add(penalty.mul(penaltyWeight));
  };
  return {
    step: () => {
      for (let i = 0; i < criticStepsPerStep; i++) minimise(criticAdam, criticLoss, criticWeights);
      minimise(generatorAdam, () => criticise(generate(noise(batch, latent, random))).mean().neg(), generatorWeights);
    },
    slope: () =>
      tf.tidy(() => lengths(ringBatch(batch, random), generate(noise(batch, latent, random))).mean().dataSync()[0]!),
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
