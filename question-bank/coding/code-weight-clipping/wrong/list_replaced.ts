// rejected by: bounded
import * as tf from "@tensorflow/tfjs";

export function clipWeights(variables: tf.Variable[], limit: number): void {
  variables.forEach((variable, index) => {
    variables[index] = tf.variable(variable.clipByValue(-limit, limit));
  });
}
