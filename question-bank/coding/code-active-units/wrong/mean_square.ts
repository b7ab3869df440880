// rejected by: constant
import * as tf from "@tensorflow/tfjs";

export function countActiveUnits(means: tf.Tensor2D, threshold = 0.01): number {
  const variance = means.square().mean(0);
  return variance.greater(threshold).sum().dataSync()[0]!;
}
