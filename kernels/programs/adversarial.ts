import * as tf from "@tensorflow/tfjs";
import { energyDistance, toSamples } from "../mod.ts";
import { minimise, type Program, weightsOf } from "./program.ts";
import { noise } from "./ring.ts";

export interface Adversaries {
  readonly generator: tf.LayersModel;
  readonly discriminator: tf.LayersModel;
  readonly latent: number;
  readonly batch: number;
  readonly rate: number;
  readonly random: () => number;
  readonly real: (count: number) => tf.Tensor;
}

/** The non-saturating GAN loss (Goodfellow et al. 2014) on logits, with Adam as DCGAN sets it. */
export function adversarial(parts: Adversaries): Program {
  const { generator, discriminator, latent, batch, rate, random, real } = parts;
  const [forGenerator, forDiscriminator] = [tf.train.adam(rate, 0.5), tf.train.adam(rate, 0.5)];
  const [generatorWeights, discriminatorWeights] = [weightsOf(generator), weightsOf(discriminator)];
  const generate = (count: number) => apply(generator, noise(count, latent, random));
  return {
    step: () => {
      minimise(forDiscriminator, () => {
        const onReal = apply(discriminator, real(batch));
        const onFake = apply(discriminator, generate(batch));
        return crossEntropy(onReal, 1).add(crossEntropy(onFake, 0));
      }, discriminatorWeights);
      minimise(forGenerator, () => crossEntropy(apply(discriminator, generate(batch)), 1), generatorWeights);
    },
    score: async () => {
      const [fake, truth] = tf.tidy(() => [flat(generate(128)), flat(real(128))]);
      const [a, b] = await Promise.all([fake!.data(), truth!.data()]);
      const width = fake!.shape[1]!;
      tf.dispose([fake!, truth!]);
      return energyDistance(toSamples(a, width), toSamples(b, width));
    },
    dispose: () => {
      forGenerator.dispose();
      forDiscriminator.dispose();
      generator.dispose();
      discriminator.dispose();
    },
  };
}

export function apply(model: tf.LayersModel, x: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return model.apply(x, { training: true }) as tf.Tensor;
}

export function crossEntropy(logits: tf.Tensor, label: 0 | 1): tf.Tensor {
  return tf.losses.sigmoidCrossEntropy(tf.fill(logits.shape, label), logits);
}

/** Images at half or a quarter of their size, so that a distance sees shapes rather than pixels. */
function flat(x: tf.Tensor): tf.Tensor2D {
  if (x.rank === 2) return x as tf.Tensor2D;
  const window = x.shape[1]! >= 16 ? 4 : 2;
  return tf.avgPool(x as tf.Tensor4D, window, window, "same").reshape([x.shape[0]!, -1]);
}
