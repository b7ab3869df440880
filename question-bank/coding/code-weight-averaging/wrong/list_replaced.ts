// rejected by: ten-calls
import * as tf from "@tensorflow/tfjs";

export function updateAverage(
  averageVariables: tf.Variable[],
  currentVariables: tf.Variable[],
  decay: number,
): void {
  tf.tidy(() => {
    averageVariables.forEach((average, index) => {
      averageVariables[index] = tf.variable(average.mul(decay).add(currentVariables[index]!.mul(1 - decay)));
    });
  });
}
