import * as tf from "@tensorflow/tfjs";

/** Maps latents [B, latentDim] to samples [B, dataDim] in [-1, 1]. */
export function buildGenerator(latentDim: number, dataDim: number): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.dense({ units: dataDim, inputShape: [latentDim] })] });
}

/** Maps samples [B, dataDim] to logits [B, 1]. */
export function buildDiscriminator(dataDim: number): tf.LayersModel {
  return tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [dataDim] })] });
}
