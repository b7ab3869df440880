// rejected by: discriminator-loss
import * as tf from "@tensorflow/tfjs";

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor;
}

function bce(logits: tf.Tensor, target: number): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(target)).mean();
}

function step(optimizer: tf.Optimizer, variables: tf.Variable[], loss: () => tf.Scalar): number {
  return tf.tidy(() => {
    optimizer.minimize(loss, false, variables);
    return loss().dataSync()[0]!;
  });
}

export function discriminatorStep(
  generator: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  real: tf.Tensor2D,
  noise: tf.Tensor2D,
): number {
  return step(optimizer, discriminator.variables, () => {
    const fake = generator.apply(noise);
    return bce(discriminator.apply(real), 1).add(bce(discriminator.apply(fake), 0));
  });
}

export function generatorStep(
  generator: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  noise: tf.Tensor2D,
): number {
  return step(optimizer, generator.variables, () => bce(discriminator.apply(generator.apply(noise)), 1));
}
