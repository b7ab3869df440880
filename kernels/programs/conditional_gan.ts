import * as tf from "@tensorflow/tfjs";
import { apply, crossEntropy } from "./adversarial.ts";
import { minimise, type Program, weightsOf } from "./program.ts";
import { noise, ringCentres, ringDeviation, ringModes } from "./ring.ts";
import { seeds } from "./seeds.ts";

const [batch, latent] = [64, 2];

/** A conditional GAN whose labels enter through an embedding (its gradient is a segment sum); the score is the distance to the label's mode. */
export function conditionalGan(random: () => number): Program {
  const seed = seeds(random);
  const network = (inputs: number, outputs: number) => {
    const label = tf.input({ shape: [1], dtype: "int32" });
    const x = tf.input({ shape: [inputs] });
    const dense = (units: number, activation?: "relu") =>
      tf.layers.dense({
        units,
        kernelInitializer: tf.initializers.glorotNormal({ seed: seed() }),
        ...(activation ? { activation } : {}),
      });
    const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.5, seed: seed() });
    const code = tf.layers.flatten().apply(
      tf.layers.embedding({ inputDim: ringModes, outputDim: 8, embeddingsInitializer }).apply(label),
    ) as tf.SymbolicTensor;
    const joined = tf.layers.concatenate().apply([x, code]);
    const out = dense(outputs).apply(dense(48, "relu").apply(dense(48, "relu").apply(joined))) as tf.SymbolicTensor;
    return tf.model({ inputs: [x, label], outputs: out });
  };
  const [generator, discriminator] = [network(latent, 2), network(2, 1)];
  const [forGenerator, forDiscriminator] = [tf.train.adam(2e-3, 0.5), tf.train.adam(2e-3, 0.5)];
  const [generatorWeights, discriminatorWeights] = [weightsOf(generator), weightsOf(discriminator)];
  const draw = (count: number) => {
    const labels = Int32Array.from({ length: count }, () => Math.floor(random() * ringModes));
    const centres = tf.tensor2d(Array.from(labels, (label) => [...ringCentres[label]!]));
    return { centres, labels: tf.tensor2d(labels, [count, 1], "int32") };
  };
  const generate = (labels: tf.Tensor) => apply(generator, [noise(labels.shape[0]!, latent, random), labels]);
  return {
    step: () => {
      minimise(forDiscriminator, () => {
        const { centres, labels } = draw(batch);
        const real = centres.add(noise(batch, 2, random).mul(ringDeviation));
        return crossEntropy(apply(discriminator, [real, labels]), 1)
          .add(crossEntropy(apply(discriminator, [generate(labels), labels]), 0));
      }, discriminatorWeights);
      minimise(forGenerator, () => {
        const { labels } = draw(batch);
        return crossEntropy(apply(discriminator, [generate(labels), labels]), 1);
      }, generatorWeights);
    },
    score: async () => {
      const distance = tf.tidy(() => {
        const { centres, labels } = draw(256);
        return generate(labels).sub(centres).square().sum(1).sqrt().mean();
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
