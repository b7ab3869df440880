// rejected by: linear
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function contractivePenalty(encoder: Apply, inputs: tf.Tensor2D, codeSize: number): tf.Scalar {
  const units = Array.from({ length: codeSize }, (_, unit) => unit);
  // No code depends on another sample, so that row i of this is the gradient of this unit at sample i.
  const slopesOf = (unit: number) => tf.grad((x: tf.Tensor) => encoder(x).slice([0, unit], [-1, 1]).sum())(inputs);
  const squares = units.map((unit) => slopesOf(unit).square().sum());
  return tf.addN(squares).asScalar();
}
