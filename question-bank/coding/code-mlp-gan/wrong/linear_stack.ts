// rejected by: not-affine
import * as tf from "@tensorflow/tfjs";

function hiddenLayers(inputs: number, units: readonly number[]): tf.layers.Layer[] {
  return units.flatMap((count, index) => [
    tf.layers.dense({ units: count, ...(index === 0 && { inputShape: [inputs] }) }),
  ]);
}

export function buildGenerator(latentDim: number, dataDim: number): tf.LayersModel {
  const output = tf.layers.dense({ units: dataDim, activation: "tanh" });
  return tf.sequential({ layers: [...hiddenLayers(latentDim, [64, 128]), output] });
}

export function buildDiscriminator(dataDim: number): tf.LayersModel {
  const output = tf.layers.dense({ units: 1 });
  return tf.sequential({ layers: [...hiddenLayers(dataDim, [128, 64]), output] });
}
