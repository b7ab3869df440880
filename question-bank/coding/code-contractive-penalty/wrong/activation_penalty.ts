// rejected by: linear
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function contractivePenalty(encoder: Apply, inputs: tf.Tensor2D, _codeSize: number): tf.Scalar {
  return encoder(inputs).square().sum(1).mean();
}
