import * as tf from "@tensorflow/tfjs";
import { apply } from "./adversarial.ts";
import { discs } from "./discs.ts";
import { minimise, type Program, weightsOf } from "./program.ts";
import { seeds } from "./seeds.ts";

/** A convolutional critic with layer norm under a gradient penalty: it learns to tell discs from noise at slope one. */
export function convCritic(random: () => number): Program {
  const seed = seeds(random);
  const [size, batch] = [8, 8];
  const kernelInitializer = () => tf.initializers.glorotNormal({ seed: seed() });
  const critic = tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: 8,
        kernelSize: 3,
        strides: 2,
        padding: "same",
        inputShape: [size, size, 1],
        kernelInitializer: kernelInitializer(),
      }),
      tf.layers.layerNormalization(),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, kernelInitializer: kernelInitializer() }),
    ],
  });
  const adam = tf.train.adam(3e-3, 0.5, 0.9);
  const weights = weightsOf(critic);
  const speckle = () => {
    const values = Float32Array.from({ length: batch * size * size }, () => 2 * random() - 1);
    return tf.tensor4d(values, [batch, size, size, 1]);
  };
  const slopes = (real: tf.Tensor4D, fake: tf.Tensor4D) => {
    const share = tf.tensor4d(Float32Array.from({ length: batch }, random), [batch, 1, 1, 1]);
    const between = real.mul(share).add(fake.mul(tf.scalar(1).sub(share)));
    return tf.grad((x) => apply(critic, x).sum())(between).square().sum([1, 2, 3]).add(1e-12).sqrt();
  };
  const loss = () => {
    const [real, fake] = [discs(batch, size, random), speckle()];
    const penalty = slopes(real, fake).sub(1).square().mean();
    return apply(critic, fake).mean().sub(apply(critic, real).mean()).add(penalty.mul(10));
  };
  return {
    step: () => minimise(adam, loss, weights),
    score: async () => {
      const value = tf.tidy(() => loss());
      const [number] = await value.data();
      value.dispose();
      return number!;
    },
    dispose: () => {
      adam.dispose();
      critic.dispose();
    },
  };
}
