import * as tf from "@tensorflow/tfjs";
import { apply, crossEntropy } from "./adversarial.ts";
import { minimise, type Program, weightsOf } from "./program.ts";
import { noise, ringCentres, ringDeviation, ringModes } from "./ring.ts";
import { seeds } from "./seeds.ts";

const [batch, latent] = [64, 2];

/** ACGAN (Odena et al. 2017): the discriminator also names the mode; the score is the distance to the asked mode. */
export function auxiliaryClassifierGan(random: () => number): Program {
  const seed = seeds(random);
  const dense = (units: number, inputs?: number) =>
    tf.layers.dense({
      units,
      kernelInitializer: tf.initializers.glorotNormal({ seed: seed() }),
      ...(inputs ? { inputShape: [inputs] } : {}),
      ...(units === 48 ? { activation: "relu" as const } : {}),
    });
  const generator = tf.sequential({ layers: [dense(48, latent + ringModes), dense(48), dense(2)] });
  const discriminator = tf.sequential({ layers: [dense(48, 2), dense(48), dense(1 + ringModes)] });
  const [forGenerator, forDiscriminator] = [tf.train.adam(2e-3, 0.5), tf.train.adam(2e-3, 0.5)];
  const [generatorWeights, discriminatorWeights] = [weightsOf(generator), weightsOf(discriminator)];
  const draw = (count: number) => {
    const labels = Array.from({ length: count }, () => Math.floor(random() * ringModes));
    const centres = tf.tensor2d(labels.map((label) => [...ringCentres[label]!]));
    return { centres, classes: tf.oneHot(tf.tensor1d(labels, "int32"), ringModes).toFloat() };
  };
  const generate = (classes: tf.Tensor) =>
    apply(generator, noise(classes.shape[0]!, latent, random).concat(classes as tf.Tensor2D, 1));
  const judge = (x: tf.Tensor, classes: tf.Tensor, label: 0 | 1) => {
    const [validity, mode] = tf.split(apply(discriminator, x), [1, ringModes], 1) as [tf.Tensor, tf.Tensor];
    return crossEntropy(validity, label).add(tf.losses.softmaxCrossEntropy(classes, mode));
  };
  return {
    step: () => {
      minimise(forDiscriminator, () => {
        const { centres, classes } = draw(batch);
        const real = centres.add(noise(batch, 2, random).mul(ringDeviation));
        return judge(real, classes, 1).add(judge(generate(classes), classes, 0));
      }, discriminatorWeights);
      minimise(forGenerator, () => {
        const { classes } = draw(batch);
        return judge(generate(classes), classes, 1);
      }, generatorWeights);
    },
    score: async () => {
      const distance = tf.tidy(() => {
        const { centres, classes } = draw(256);
        return generate(classes).sub(centres).square().sum(1).sqrt().mean();
      });
      const [value] = await distance.data();
      distance.dispose();
      return value!;
    },
    dispose: () => {
      forGenerator.dispose();
      forDiscriminator.dispose();
      generator.dispose();
      discriminator.dispose();
    },
  };
}
