// rejected by: range
import * as tf from "@tensorflow/tfjs";

export function buildAutoencoder(size: number, channels: number, codeChannels: number): tf.LayersModel {
  const layer = { kernelSize: 3, strides: 2, padding: "same" } as const;
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ ...layer, filters: 8, activation: "elu", inputShape: [size, size, channels] }),
      tf.layers.conv2d({ ...layer, filters: codeChannels, name: "code" }),
      tf.layers.conv2dTranspose({ ...layer, filters: 8, activation: "elu" }),
      tf.layers.conv2dTranspose({ ...layer, filters: channels, activation: "tanh" }),
    ],
  });
}
