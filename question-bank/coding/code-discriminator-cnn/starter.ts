import * as tf from "@tensorflow/tfjs";

/** Maps NHWC images [B, size, size, channels] to logits [B, 1]. */
export function buildDiscriminator(size: number, channels: number, baseFilters: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [size, size, channels] }),
      tf.layers.dense({ units: baseFilters, activation: "relu" }),
      tf.layers.dense({ units: 1 }),
    ],
  });
}
