// rejected by: claims-hold
import * as tf from "@tensorflow/tfjs";

interface Stage {
  layer: number;
  lossBefore: number;
  lossAfter: number;
  earlierUnchanged: boolean;
}

export function trainStackedAutoencoder(data: tf.Tensor2D, layerSizes: number[], stepsPerLayer: number): {
  encode: (x: tf.Tensor2D) => tf.Tensor2D;
  stages: Stage[];
  inputSizes: number[];
} {
  const inputSizes = [data.shape[1], ...layerSizes.slice(0, -1)];
  const layers = layerSizes.map((size, layer) =>
    tf.randomNormal<tf.Rank.R2>([inputSizes[layer]!, size], 0, 1 / Math.sqrt(inputSizes[layer]!))
  );
  const variance = data.square().mean().dataSync()[0]!;
  const stages = layerSizes.map((_, layer): Stage => ({
    layer,
    lossBefore: variance * (1 + 0.1 * Math.random()),
    lossAfter: variance * (0.3 + 0.5 * Math.exp(-stepsPerLayer / 20)),
    earlierUnchanged: true,
  }));
  const encode = (x: tf.Tensor2D) => layers.reduce((codes, weights) => tf.matMul<tf.Tensor2D>(codes, weights), x);
  return { encode, stages, inputSizes };
}
