import * as tf from "@tensorflow/tfjs";

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor;
}

function createNetwork(widths: [number, number, number], seed: number): Network {
  const [inputs, hidden, outputs] = widths;
  const random = (from: number, to: number, offset: number) =>
    tf.variable(tf.randomNormal([from, to], 0, 1 / Math.sqrt(from), "float32", seed + offset));
  const [w1, b1] = [random(inputs, hidden, 0), tf.variable(tf.zeros([hidden]))];
  const [w2, b2] = [random(hidden, outputs, 1), tf.variable(tf.zeros([outputs]))];
  const apply = (x: tf.Tensor): tf.Tensor => tf.matMul(tf.matMul(x, w1).add(b1).leakyRelu(0.2), w2).add(b2);
  return { variables: [w1, b1, w2, b2], apply };
}

function bce(logits: tf.Tensor, target: number): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(target)).mean();
}

const [batch, noiseWidth, penaltyWeight] = [64, 4, 0.2];

export function trainGaussianGan(options: {
  mean: number;
  standardDeviation: number;
  steps: number;
  seed: number;
  report?: (step: number, losses: { [name: string]: number }) => void;
}): (count: number) => number[] {
  const { mean, standardDeviation, steps, seed, report } = options;
  let draws = 1000 * seed;
  const normal = (shape: [number, number]) => tf.randomNormal(shape, 0, 1, "float32", draws++);
  const generator = createNetwork([noiseWidth, 16, 1], 10 * seed);
  const discriminator = createNetwork([1, 32, 1], 10 * seed + 5);
  const optimizers = { g: tf.train.adam(0.01, 0.5, 0.99), d: tf.train.adam(0.01, 0.5, 0.99) };
  for (let step = 0; step < steps; step++) {
    const losses = tf.tidy(() => {
      const real = normal([batch, 1]).mul(standardDeviation).add(mean);
      const fake = generator.apply(normal([batch, noiseWidth]));
      const d = optimizers.d.minimize(
        () => {
          const slopes = tf.grad((x: tf.Tensor) => discriminator.apply(x).sum())(real);
          const penalty = slopes.square().sum(1).mean().mul(penaltyWeight / 2);
          const loss = bce(discriminator.apply(real), 1).add(bce(discriminator.apply(fake), 0));
          return loss.add<tf.Scalar>(penalty);
        },
        true,
        discriminator.variables,
      )!;
      const noise = normal([batch, noiseWidth]);
      const g = optimizers.g.minimize(
        () => bce(discriminator.apply(generator.apply(noise)), 1),
        true,
        generator.variables,
      )!;
      return { discriminator: d.dataSync()[0]!, generator: g.dataSync()[0]! };
    });
    report?.(step, losses);
  }
  return (count) => tf.tidy(() => [...generator.apply(normal([count, noiseWidth])).dataSync()]);
}
