// rejected by: not-affine
import * as tf from "@tensorflow/tfjs";

function stack(inputs: number, units: readonly number[], output: tf.layers.Layer): tf.LayersModel {
  const [first, second] = units as [number, number];
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: first, inputShape: [inputs] }),
      tf.layers.dense({ units: second }),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      output,
    ],
  });
}

export function buildGenerator(latentDim: number, dataDim: number): tf.LayersModel {
  return stack(latentDim, [64, 128], tf.layers.dense({ units: dataDim, activation: "tanh" }));
}

export function buildDiscriminator(dataDim: number): tf.LayersModel {
  return stack(dataDim, [128, 64], tf.layers.dense({ units: 1 }));
}
