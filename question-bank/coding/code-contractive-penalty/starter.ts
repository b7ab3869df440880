import * as tf from "@tensorflow/tfjs";

type Apply = (x: tf.Tensor) => tf.Tensor;

/** Mean over the batch of the squared Frobenius norm of the encoder's Jacobian. */
export function contractivePenalty(encoder: Apply, inputs: tf.Tensor2D, codeSize: number): tf.Scalar {
  return encoder(inputs).square().sum().mul(codeSize);
}
