import * as tf from "@tensorflow/tfjs";
import { adversarial } from "./adversarial.ts";
import { discs } from "./discs.ts";
import type { Program } from "./program.ts";
import { seeds } from "./seeds.ts";

/** Sizes of a DCGAN on square one-channel images. */
export interface DcganSize {
  /** 16 or 28: four times the generator's first map. */
  readonly image: 16 | 28;
  readonly channels: number;
  readonly kernel: number;
  readonly batch: number;
}

/** Channels 64 and 128, kernel 5, batch 32: the size of TensorFlow's DCGAN tutorial. */
export const tutorialSize: DcganSize = { image: 28, channels: 64, kernel: 5, batch: 32 };

/** DCGAN (Radford et al. 2016): transposed convolutions, batch norm, leaky ReLU. */
export function dcgan(size: DcganSize, random: () => number): Program {
  const { image, channels, kernel, batch } = size;
  const seed = seeds(random);
  const first = image / 4;
  const latent = 16;
  const kernelInitializer = () => tf.initializers.randomNormal({ stddev: 0.05, seed: seed() });
  const up = (filters: number, activation?: "tanh") =>
    tf.layers.conv2dTranspose({
      filters,
      kernelSize: kernel,
      strides: 2,
      padding: "same",
      useBias: activation !== undefined,
      kernelInitializer: kernelInitializer(),
      ...(activation ? { activation } : {}),
    });
  const down = (filters: number, inputShape?: [number, number, number]) =>
    tf.layers.conv2d({
      filters,
      kernelSize: kernel,
      strides: 2,
      padding: "same",
      kernelInitializer: kernelInitializer(),
      ...(inputShape ? { inputShape } : {}),
    });
  return adversarial({
    generator: tf.sequential({
      layers: [
        tf.layers.dense({
          units: first * first * 2 * channels,
          inputShape: [latent],
          useBias: false,
          kernelInitializer: kernelInitializer(),
        }),
        tf.layers.batchNormalization(),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        tf.layers.reshape({ targetShape: [first, first, 2 * channels] }),
        up(channels),
        tf.layers.batchNormalization(),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        up(1, "tanh"),
      ],
    }),
    discriminator: tf.sequential({
      layers: [
        down(channels, [image, image, 1]),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        down(2 * channels),
        tf.layers.leakyReLU({ alpha: 0.2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1, kernelInitializer: kernelInitializer() }),
      ],
    }),
    latent,
    batch,
    rate: 2e-3,
    random,
    real: (count) => discs(count, image, random),
  });
}
