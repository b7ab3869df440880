// rejected by: parameters
import * as tf from "@tensorflow/tfjs";

type Layer = tf.layers.Layer;

/** Applies layers one after the other. */
function chain(input: tf.SymbolicTensor, ...layers: readonly Layer[]): tf.SymbolicTensor {
  return layers.reduce((x, layer) => layer.apply(x) as tf.SymbolicTensor, input);
}

const convolution = (filters: number, kernelSize: number) => tf.layers.conv2d({ filters, kernelSize, padding: "same" });
const normalization = () => tf.layers.batchNormalization();
const prelu = () => tf.layers.prelu({ sharedAxes: [1, 2] });
const add = (x: tf.SymbolicTensor, y: tf.SymbolicTensor) => tf.layers.add().apply([x, y]) as tf.SymbolicTensor;

export function buildGenerator(channels: number, filters: number, residualBlocks: number): tf.LayersModel {
  const input = tf.input({ shape: [null, null, channels] });
  const large = tf.layers.upSampling2d({ size: [4, 4] }).apply(input) as tf.SymbolicTensor;
  const first = chain(large, convolution(filters, 9), prelu());
  let x = first;
  for (let block = 0; block < residualBlocks; block++) {
    const changed = chain(
      x,
      convolution(filters, 3),
      normalization(),
      prelu(),
      convolution(filters, 3),
      normalization(),
    );
    x = add(changed, x);
  }
  x = add(chain(x, convolution(filters, 3), normalization()), first);
  const outputs = chain(x, convolution(channels, 9), tf.layers.activation({ activation: "tanh" }));
  return tf.model({ inputs: input, outputs });
}
