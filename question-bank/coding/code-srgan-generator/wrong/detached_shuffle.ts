// rejected by: gradients
import * as tf from "@tensorflow/tfjs";

class PixelShuffle extends tf.layers.Layer {
  static className = "PixelShuffle";

  override computeOutputShape([batch, height, width, channels]: (number | null)[]): tf.Shape {
    const twice = (size: number | null | undefined) => typeof size === "number" ? 2 * size : null;
    return [batch ?? null, twice(height), twice(width), channels! / 4];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const features = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    return tf.tensor(tf.depthToSpace(features, 2, "NHWC").arraySync());
  }
}

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
  const first = chain(input, convolution(filters, 9), prelu());
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
  for (let doubling = 0; doubling < 2; doubling++) {
    x = chain(x, convolution(4 * filters, 3), new PixelShuffle({}), prelu());
  }
  const outputs = chain(x, convolution(channels, 9), tf.layers.activation({ activation: "tanh" }));
  return tf.model({ inputs: input, outputs });
}
