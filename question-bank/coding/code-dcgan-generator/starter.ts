import * as tf from "@tensorflow/tfjs";

/** Maps latents [B, latentDim] to NHWC images [B, size, size, channels] in [-1, 1]. */
export function buildGenerator(
  latentDim: number,
  size: number,
  channels: number,
  baseFilters: number,
): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: baseFilters, inputShape: [latentDim], activation: "relu" }),
      tf.layers.dense({ units: size * size * channels }),
      tf.layers.reshape({ targetShape: [size, size, channels] }),
    ],
  });
}
