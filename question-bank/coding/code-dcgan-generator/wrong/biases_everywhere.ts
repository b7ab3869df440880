// rejected by: parameters
import * as tf from "@tensorflow/tfjs";

export function buildGenerator(
  latentDim: number,
  size: number,
  channels: number,
  baseFilters: number,
): tf.LayersModel {
  const doublings = Math.log2(size) - 2;
  const kernelInitializer = tf.initializers.randomNormal({ mean: 0, stddev: 0.02 });
  const enlarge = { kernelSize: 4, strides: 2, padding: "same", kernelInitializer } as const;
  let filters = baseFilters * 2 ** (doublings - 1);

  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 16 * filters, kernelInitializer, inputShape: [latentDim] }));
  model.add(tf.layers.reshape({ targetShape: [4, 4, filters] }));
  model.add(tf.layers.batchNormalization());
  model.add(tf.layers.reLU());
  for (let i = 1; i < doublings; i++) {
    filters /= 2;
    model.add(tf.layers.conv2dTranspose({ filters, ...enlarge }));
    model.add(tf.layers.batchNormalization());
    model.add(tf.layers.reLU());
  }
  model.add(tf.layers.conv2dTranspose({ filters: channels, activation: "tanh", ...enlarge }));
  return model;
}
