// rejected by: generator
import * as tf from "@tensorflow/tfjs";

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor2D;
}

function createNetwork(widths: number[], seed: number): Network {
  const layers = widths.slice(1).map((outputs, i) => ({
    weights: tf.variable(
      tf.randomNormal<tf.Rank.R2>([widths[i]!, outputs], 0, Math.sqrt(2 / widths[i]!), "float32", seed + i),
    ),
    bias: tf.variable(tf.zeros([outputs])),
  }));
  const apply = (x: tf.Tensor): tf.Tensor2D =>
    layers.reduce((h, { weights, bias }, i) => {
      const sums: tf.Tensor2D = tf.matMul<tf.Tensor2D>(h, weights).add(bias);
      return i < layers.length - 1 ? sums.leakyRelu(0.2) : sums;
    }, x as tf.Tensor2D);
  return { variables: layers.flatMap(({ weights, bias }): tf.Variable[] => [weights, bias]), apply };
}

function bce(logits: tf.Tensor, target: number): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(target)).mean();
}

const [latentWidth, hidden, penaltyWeight, rate] = [4, 24, 0.1, 0.004];

export function trainRingGan(options: {
  sampleReal: (count: number) => tf.Tensor2D;
  steps: number;
  batchSize: number;
  seed: number;
  report?: (step: number, losses: { [name: string]: number }) => void;
}): { generate: (z: tf.Tensor2D) => tf.Tensor2D } {
  const { sampleReal, steps, batchSize, seed, report } = options;
  let draws = 100_000 * seed;
  const noise = () => tf.randomNormal([batchSize, latentWidth], 0, 1, "float32", draws++);
  const generator = createNetwork([latentWidth, hidden, hidden, 2], 10 * seed);
  const discriminator = createNetwork([2, hidden, hidden, 1], 10 * seed + 5);
  const createOptimizer = () => tf.train.adam(rate, 0.5, 0.99) as tf.AdamOptimizer & { learningRate: number };
  const optimizers = { d: createOptimizer(), g: createOptimizer() };

  for (let step = 0; step < steps; step++) {
    // The second half settles: smaller and smaller steps circle the modes more closely.
    const share = Math.min(1, 2 * (1 - step / steps));
    for (const optimizer of [optimizers.d, optimizers.g]) optimizer.learningRate = rate * share;
    const losses = tf.tidy(() => {
      const real = sampleReal(batchSize);
      const fake = generator.apply(noise());
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
      const latents = noise();
      const g = optimizers.g.minimize(
        () => bce(discriminator.apply(generator.apply(latents)), 1),
        true,
        generator.variables,
      )!;
      return { discriminator: d.dataSync()[0]!, generator: g.dataSync()[0]! };
    });
    report?.(step, losses);
  }
  return { generate: (z) => generator.apply(z.add(tf.randomNormal(z.shape, 0, 0.3))) };
}
