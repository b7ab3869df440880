// rejected by: critic
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function trainCritic(
  real: tf.Tensor2D,
  fake: tf.Tensor2D,
  options: {
    steps: number;
    seed: number;
    penaltyWeight: number;
    report?: (step: number, losses: { [name: string]: number }) => void;
  },
): { estimate: number; critic: Apply } {
  const { steps, seed, penaltyWeight, report } = options;
  const widths = [real.shape[1], 32, 32, 1];
  const layers = widths.slice(1).map((outputs, i) => {
    const inputs = widths[i]!;
    // Nearly flat at first, for the penalty would hold a slope of the wrong sign.
    const scale = outputs === 1 ? 0.1 : 1;
    return {
      weights: tf.variable(tf.randomNormal([inputs, outputs], 0, scale * Math.sqrt(2 / inputs), "float32", seed + i)),
      bias: tf.variable(tf.zeros([outputs])),
    };
  });
  const variables = layers.flatMap(({ weights, bias }) => [weights, bias]);
  const critic: Apply = (x) =>
    layers.reduce((h: tf.Tensor, { weights, bias }, i) => {
      const sums: tf.Tensor = tf.matMul(h, weights).add(bias);
      return i < layers.length - 1 ? sums.relu() : sums;
    }, x);
  const difference = (): tf.Scalar => critic(real).mean().sub(critic(fake).mean());

  const optimizer = tf.train.adam(0.01);
  for (let step = 0; step < steps; step++) {
    const loss = (): tf.Scalar => {
      const epsilon = tf.randomUniform([real.shape[0], 1], 0, 1, "float32", 1000 * seed + step);
      const between = real.mul(epsilon).add(fake.mul(tf.sub(1, epsilon)));
      const slopes = tf.grad((x: tf.Tensor) => critic(x).sum())(between);
      const norms = slopes.square().sum(1).add(1e-12).sqrt();
      return norms.sub(1).square().mean().mul(penaltyWeight).add(difference());
    };
    const value = tf.tidy(() => optimizer.minimize(loss, true, variables)!.dataSync()[0]!);
    report?.(step, { critic: value });
  }
  optimizer.dispose();
  return { estimate: tf.tidy(() => Math.abs(difference().dataSync()[0]!)), critic };
}
