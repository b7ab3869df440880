// rejected by: bounded
import * as tf from "@tensorflow/tfjs";

export function clipWeights(variables: tf.Variable[], limit: number): void {
  tf.tidy(() => variables[0]!.assign(variables[0]!.clipByValue(-limit, limit)));
}
