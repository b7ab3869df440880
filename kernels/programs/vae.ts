import * as tf from "@tensorflow/tfjs";
import { apply } from "./adversarial.ts";
import { discs } from "./discs.ts";
import { minimise, type Program, weightsOf } from "./program.ts";
import { noise } from "./ring.ts";
import { seeds } from "./seeds.ts";

const [size, latent, batch] = [8, 4, 16];

/** A variational autoencoder (Kingma & Welling 2014), dense or convolutional; the score is the negative evidence bound. */
export function vae(kind: "dense" | "convolutional", random: () => number): Program {
  const seed = seeds(random);
  const kernelInitializer = () => tf.initializers.glorotNormal({ seed: seed() });
  const convolution = { kernelSize: 3, strides: 2, padding: "same", activation: "relu" } as const;
  const encoder = tf.sequential({
    layers: kind === "dense"
      ? [
        tf.layers.flatten({ inputShape: [size, size, 1] }),
        tf.layers.dense({ units: 64, activation: "relu", kernelInitializer: kernelInitializer() }),
        tf.layers.dense({ units: 2 * latent, kernelInitializer: kernelInitializer() }),
      ]
      : [
        tf.layers.conv2d({
          ...convolution,
          filters: 8,
          inputShape: [size, size, 1],
          kernelInitializer: kernelInitializer(),
        }),
        tf.layers.separableConv2d({
          ...convolution,
          filters: 16,
          depthwiseInitializer: kernelInitializer(),
          pointwiseInitializer: kernelInitializer(),
        }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2 * latent, kernelInitializer: kernelInitializer() }),
      ],
  });
  const decoder = tf.sequential({
    layers: kind === "dense"
      ? [
        tf.layers.dense({
          units: 64,
          activation: "relu",
          inputShape: [latent],
          kernelInitializer: kernelInitializer(),
        }),
        tf.layers.dense({ units: size * size, kernelInitializer: kernelInitializer() }),
        tf.layers.reshape({ targetShape: [size, size, 1] }),
      ]
      : [
        tf.layers.dense({
          units: 4 * 16,
          activation: "relu",
          inputShape: [latent],
          kernelInitializer: kernelInitializer(),
        }),
        tf.layers.reshape({ targetShape: [2, 2, 16] }),
        tf.layers.conv2dTranspose({ ...convolution, filters: 8, kernelInitializer: kernelInitializer() }),
        tf.layers.upSampling2d({ size: [2, 2] }),
        tf.layers.conv2d({ filters: 1, kernelSize: 3, padding: "same", kernelInitializer: kernelInitializer() }),
      ],
  });
  const adam = tf.train.adam(5e-3);
  const weights = weightsOf(encoder, decoder);
  const loss = () => {
    const x = discs(batch, size, random);
    const [mean, logVariance] = tf.split(apply(encoder, x), 2, 1) as [tf.Tensor, tf.Tensor];
    const code = mean.add(logVariance.div(2).exp().mul(noise(batch, latent, random)));
    const error = apply(decoder, code).sub(x).square().sum([1, 2, 3]);
    const divergence = mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum(1).div(2);
    return error.add(divergence).mean();
  };
  return {
    step: () => minimise(adam, loss, weights),
    score: async () => {
      const value = tf.tidy(() => tf.addN(Array.from({ length: 8 }, loss)).div(8));
      const [number] = await value.data();
      value.dispose();
      return number!;
    },
    dispose: () => {
      adam.dispose();
      encoder.dispose();
      decoder.dispose();
    },
  };
}
