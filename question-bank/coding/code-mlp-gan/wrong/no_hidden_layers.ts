// rejected by: generator-parameters
import * as tf from "@tensorflow/tfjs";

export function buildGenerator(latentDim: number, dataDim: number): tf.LayersModel {
  const output = tf.layers.dense({ units: dataDim, activation: "tanh", inputShape: [latentDim] });
  return tf.sequential({ layers: [output] });
}

export function buildDiscriminator(dataDim: number): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [dataDim] })] });
}
