// rejected by: bounded
import * as tf from "@tensorflow/tfjs";

export function clipWeights(variables: tf.Variable[], limit: number): void {
  tf.tidy(() => {
    for (const variable of variables) variable.assign(variable.clipByValue(0, limit));
  });
}
