// rejected by: forward
import * as tf from "@tensorflow/tfjs";

export function buildDiscriminator(size: number, channels: number, baseFilters: number): tf.LayersModel {
  const model = tf.sequential();
  const count = Math.log2(size) - 2;
  for (let i = 0; i < count; i++) {
    const isFirst = i === 0;
    model.add(tf.layers.conv2d({
      filters: baseFilters * 2 ** i,
      kernelSize: 4,
      padding: "same",
      useBias: isFirst,
      ...(isFirst && { inputShape: [size, size, channels] }),
    }));
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
    if (!isFirst) model.add(tf.layers.batchNormalization());
    model.add(tf.layers.leakyReLU({ alpha: 0.2 }));
  }
  model.add(tf.layers.conv2d({ filters: 1, kernelSize: 4, padding: "valid" }));
  model.add(tf.layers.flatten());
  return model;
}
