import * as tf from "@tensorflow/tfjs";

/** Every four channels become a 2×2 block of pixels of one channel. */
class PixelShuffle extends tf.layers.Layer {
  static className = "PixelShuffle";

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return Array.isArray(inputs) ? inputs[0]! : inputs;
  }
}

/** Maps NHWC images [B, H, W, channels] to [B, 4H, 4W, channels]. */
export function buildGenerator(channels: number, filters: number, residualBlocks: number): tf.LayersModel {
  const input = tf.input({ shape: [null, null, channels] });
  let x = input;
  for (let block = 0; block < residualBlocks; block++) {
    x = tf.layers.conv2d({ filters, kernelSize: 3, padding: "same" }).apply(x) as tf.SymbolicTensor;
  }
  const outputs = new PixelShuffle({}).apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs });
}
