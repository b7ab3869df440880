import * as tf from "@tensorflow/tfjs";

/** average ← decay·average + (1 − decay)·current, in place, for every pair. */
export function updateAverage(
  averageVariables: tf.Variable[],
  currentVariables: tf.Variable[],
  decay: number,
): void {
  averageVariables.forEach((average, index) => {
    average.assign(currentVariables[index]!.mul(decay));
  });
}
