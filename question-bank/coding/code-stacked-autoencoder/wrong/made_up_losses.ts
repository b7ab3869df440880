// rejected by: deeper
import * as tf from "@tensorflow/tfjs";

export function trainStackedAutoencoder(data: tf.Tensor2D, layerSizes: number[], _stepsPerLayer: number) {
  const inputSizes = [data.shape[1], ...layerSizes.slice(0, -1)];
  const weights = layerSizes.map((size, layer) =>
    tf.variable(tf.randomNormal<tf.Rank.R2>([inputSizes[layer]!, size], 0, 0.5))
  );
  return {
    encode: (x: tf.Tensor2D) => weights.reduce<tf.Tensor2D>((codes, matrix) => tf.matMul(codes, matrix), x),
    stages: layerSizes.map((_, layer) => ({ layer, lossBefore: 1, lossAfter: 0.5, earlierUnchanged: true })),
    inputSizes,
  };
}
