// rejected by: ten-calls
import * as tf from "@tensorflow/tfjs";

export function updateAverage(
  averageVariables: tf.Variable[],
  currentVariables: tf.Variable[],
  decay: number,
): void {
  tf.tidy(() => {
    averageVariables.forEach((average, index) => {
      average.assign(average.mul(1 - decay).add(currentVariables[index]!.mul(decay)));
    });
  });
}
