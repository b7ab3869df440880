// rejected by: bounded
import * as tf from "@tensorflow/tfjs";

export function clipWeights(variables: tf.Variable[], limit: number): void {
  tf.tidy(() => {
    for (const variable of variables) {
      const factor = tf.minimum(1, tf.div(limit, variable.norm()));
      variable.assign(variable.mul(factor));
    }
  });
}
