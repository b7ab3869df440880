import * as tf from "@tensorflow/tfjs";
import { apply, crossEntropy } from "./adversarial.ts";
import { discs } from "./discs.ts";
import { minimise, type Program, weightsOf } from "./program.ts";
import { seeds } from "./seeds.ts";

const [size, batch, channels] = [8, 8, 8];

/** SRGAN (Ledig et al. 2017) with pixel shuffle, from 4×4 to 8×8; the score is the mean squared error. */
export function superResolutionGan(random: () => number): Program {
  const seed = seeds(random);
  const convolution = (filters: number) => ({
    filters,
    kernelSize: 3,
    padding: "same" as const,
    kernelInitializer: tf.initializers.glorotNormal({ seed: seed() }),
  });
  const features = tf.sequential({
    layers: [
      tf.layers.conv2d({ ...convolution(channels), activation: "relu", inputShape: [size / 2, size / 2, 1] }),
      tf.layers.conv2d(convolution(4)),
    ],
  });
  const discriminator = tf.sequential({
    layers: [
      tf.layers.conv2d({ ...convolution(channels), strides: 2, inputShape: [size, size, 1] }),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, kernelInitializer: tf.initializers.glorotNormal({ seed: seed() }) }),
    ],
  });
  const [forGenerator, forDiscriminator] = [tf.train.adam(1e-2, 0.5), tf.train.adam(1e-3, 0.5)];
  const [generatorWeights, discriminatorWeights] = [weightsOf(features), weightsOf(discriminator)];
  const pairs = () => {
    const sharp = discs(batch, size, random);
    const blurred = tf.avgPool(sharp, 2, 2, "valid");
    return { sharp, guess: tf.depthToSpace(apply(features, blurred) as tf.Tensor4D, 2) };
  };
  const error = ({ sharp, guess }: ReturnType<typeof pairs>) => guess.sub(sharp).square().mean();
  return {
    step: () => {
      minimise(forDiscriminator, () => {
        const { sharp, guess } = pairs();
        return crossEntropy(apply(discriminator, sharp), 1).add(crossEntropy(apply(discriminator, guess), 0));
      }, discriminatorWeights);
      minimise(forGenerator, () => {
        const pair = pairs();
        return error(pair).add(crossEntropy(apply(discriminator, pair.guess), 1).mul(1e-2));
      }, generatorWeights);
    },
    score: async () => {
      const value = tf.tidy(() => error(pairs()));
      const [number] = await value.data();
      value.dispose();
      return number!;
    },
    dispose: () => {
      forGenerator.dispose();
      forDiscriminator.dispose();
      features.dispose();
      discriminator.dispose();
    },
  };
}
