// rejected by: consistent
import * as tf from "@tensorflow/tfjs";

export function trainLinearAutoencoder(data: tf.Tensor2D, codeSize: number, steps: number): {
  decoderWeights: number[][];
  encode: (x: tf.Tensor2D) => tf.Tensor2D;
  reconstruct: (x: tf.Tensor2D) => tf.Tensor2D;
} {
  const width = data.shape[1];
  const center = tf.keep(data.mean(0));
  const centered: tf.Tensor2D = data.sub(center);
  const encoder = tf.variable(tf.randomNormal<tf.Rank.R2>([width, codeSize], 0, 0.1));
  const decoder = tf.variable(tf.randomNormal<tf.Rank.R2>([codeSize, width], 0, 0.1));
  const optimizer = tf.train.adam(0.03);
  const loss = (): tf.Scalar => centered.matMul(encoder).matMul(decoder).sub(centered).square().sum(1).mean();
  for (let step = 0; step < steps; step++) optimizer.minimize(loss, false, [encoder, decoder]);
  optimizer.dispose();
  centered.dispose();

  const encode = (x: tf.Tensor2D): tf.Tensor2D => tf.matMul(x.sub(center), encoder);
  const reconstruct = (x: tf.Tensor2D): tf.Tensor2D => tf.matMul<tf.Tensor2D>(encode(x), decoder).add(center);
  return { decoderWeights: encoder.transpose<tf.Tensor2D>().arraySync(), encode, reconstruct };
}
