import type * as tf from "@tensorflow/tfjs";

/** A small real training program. */
export interface Program {
  /** One training step of everything there is to train. */
  step(): void;
  /** How far the result still is from the goal; smaller is better. */
  score(): Promise<number>;
  dispose(): void;
}

/** Trains by Adam and throws the loss away. */
export function minimise(optimizer: tf.Optimizer, loss: () => tf.Tensor, variables: readonly tf.Variable[]): void {
  optimizer.minimize(() => loss().asScalar(), false, [...variables]);
}

/** The variables of models that train. */
export function weightsOf(...models: readonly tf.LayersModel[]): tf.Variable[] {
  return models.flatMap((model) => model.trainableWeights.map((weight) => weight.read() as tf.Variable));
}
