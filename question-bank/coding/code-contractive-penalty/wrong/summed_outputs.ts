// rejected by: opposite-slopes
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function contractivePenalty(encoder: Apply, inputs: tf.Tensor2D, codeSize: number): tf.Scalar {
  const units = [0].slice(0, codeSize);
  // No code depends on another sample, so that row i of this is the gradient of this unit at sample i.
  const slopesOf = (unit: number) => tf.grad((x: tf.Tensor) => encoder(x).sum().add(0 * unit))(inputs);
  const squares = units.map((unit) => slopesOf(unit).square().sum());
  return tf.addN(squares).div(inputs.shape[0]);
}
