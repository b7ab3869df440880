// rejected by: logits
import * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** Applies layers one after the other. */
function chain(input: tf.SymbolicTensor, ...layers: readonly Layer[]): tf.SymbolicTensor {
  return layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
}

function join(...inputs: readonly tf.SymbolicTensor[]): tf.SymbolicTensor {
  return tf.layers.concatenate().apply([...inputs]) as tf.SymbolicTensor;
}

export function buildGenerator(latentDim: number, numClasses: number, size: number): tf.LayersModel {
  const z = tf.input({ shape: [latentDim] });
  const label = tf.input({ shape: [1] });
  const code = chain(
    label,
    tf.layers.embedding({ inputDim: numClasses, outputDim: latentDim }),
    tf.layers.flatten(),
  );
  const outputs = chain(
    join(z, code),
    tf.layers.dense({ units: (size / 4) ** 2 * 16 }),
    tf.layers.reshape({ targetShape: [size / 4, size / 4, 16] }),
    tf.layers.batchNormalization(),
    tf.layers.reLU(),
    tf.layers.conv2dTranspose({ filters: 8, kernelSize: 4, strides: 2, padding: "same" }),
    tf.layers.batchNormalization(),
    tf.layers.reLU(),
    tf.layers.conv2dTranspose({ filters: 1, kernelSize: 4, strides: 2, padding: "same", activation: "tanh" }),
  );
  return tf.model({ inputs: [z, label], outputs });
}

export function buildDiscriminator(numClasses: number, size: number): tf.LayersModel {
  const image = tf.input({ shape: [size, size, 1] });
  const label = tf.input({ shape: [1] });
  const map = chain(
    label,
    tf.layers.embedding({ inputDim: numClasses, outputDim: size * size }),
    tf.layers.reshape({ targetShape: [size, size, 1] }),
  );
  const outputs = chain(
    join(image, map),
    tf.layers.conv2d({ filters: 8, kernelSize: 4, strides: 2, padding: "same" }),
    tf.layers.leakyReLU({ alpha: 0.2 }),
    tf.layers.conv2d({ filters: 16, kernelSize: 4, strides: 2, padding: "same" }),
    tf.layers.leakyReLU({ alpha: 0.2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 1, activation: "sigmoid" }),
  );
  return tf.model({ inputs: [image, label], outputs });
}
