import * as tf from "@tensorflow/tfjs";

/** Clips every entry of every variable to [−limit, limit], in place. */
export function clipWeights(variables: tf.Variable[], limit: number): void {
  for (const variable of variables) {
    variable.assign(variable.mul(limit));
  }
}
