// rejected by: one-call
import * as tf from "@tensorflow/tfjs";

export function updateAverage(
  averageVariables: tf.Variable[],
  currentVariables: tf.Variable[],
  decay: number,
): void {
  tf.tidy(() => {
    averageVariables.forEach((average, index) => {
      average.assign(average.mul(Math.max(decay, 0.9)).add(currentVariables[index]!.mul(1 - Math.max(decay, 0.9))));
    });
  });
}
