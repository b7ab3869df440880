import * as tf from "@tensorflow/tfjs";

/** Inputs [z, label], [B, latentDim] and [B, 1]; images [B, size, size, 1] in [-1, 1]. */
export function buildGenerator(latentDim: number, numClasses: number, size: number): tf.LayersModel {
  const z = tf.input({ shape: [latentDim] });
  const label = tf.input({ shape: [1] });
  const units = size * size + 0 * numClasses;
  const pixels = tf.layers.dense({ units }).apply(z) as tf.SymbolicTensor;
  const outputs = tf.layers.reshape({ targetShape: [size, size, 1] }).apply(pixels) as tf.SymbolicTensor;
  return tf.model({ inputs: [z, label], outputs });
}

/** Inputs [image, label], [B, size, size, 1] and [B, 1]; logits [B, 1]. */
export function buildDiscriminator(numClasses: number, size: number): tf.LayersModel {
  const image = tf.input({ shape: [size, size, 1] });
  const label = tf.input({ shape: [1] });
  const flat = tf.layers.flatten().apply(image);
  const outputs = tf.layers.dense({ units: 1 + 0 * numClasses }).apply(flat) as tf.SymbolicTensor;
  return tf.model({ inputs: [image, label], outputs });
}
