// rejected by: discriminator-only
import * as tf from "@tensorflow/tfjs";

interface Network {
  variables: tf.Variable[];
  apply: (x: tf.Tensor) => tf.Tensor;
}

function bce(logits: tf.Tensor, target: number): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(target)).mean();
}

function step(optimizer: tf.Optimizer, variables: tf.Variable[], loss: () => tf.Scalar): number {
  return tf.tidy(() => optimizer.minimize(loss, true, variables)!.dataSync()[0]!);
}

export function discriminatorStep(
  encoder: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  inputs: tf.Tensor2D,
  priorSamples: tf.Tensor2D,
): number {
  return step(optimizer, [...encoder.variables, ...discriminator.variables], () => {
    const codes = encoder.apply(inputs);
    return bce(discriminator.apply(priorSamples), 1).add(bce(discriminator.apply(codes), 0));
  });
}

export function encoderStep(
  encoder: Network,
  discriminator: Network,
  optimizer: tf.Optimizer,
  inputs: tf.Tensor2D,
): number {
  return step(optimizer, encoder.variables, () => bce(discriminator.apply(encoder.apply(inputs)), 1));
}
