// rejected by: on-target
import * as tf from "@tensorflow/tfjs";

export function sparsityPenalty(activations: tf.Tensor2D, _targetRate: number): tf.Scalar {
  return activations.abs().sum(1).mean();
}
