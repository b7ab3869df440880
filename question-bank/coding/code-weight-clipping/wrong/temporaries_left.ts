// rejected by: no-leak
import * as tf from "@tensorflow/tfjs";

export function clipWeights(variables: tf.Variable[], limit: number): void {
  for (const variable of variables) variable.assign(variable.clipByValue(-limit, limit));
}
