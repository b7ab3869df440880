// rejected by: claims-hold
import * as tf from "@tensorflow/tfjs";

interface Stage {
  layer: number;
  lossBefore: number;
  lossAfter: number;
  earlierUnchanged: boolean;
}

interface Layer {
  weights: tf.Variable<tf.Rank.R2>;
  bias: tf.Variable<tf.Rank.R1>;
}

function createLayer(inputs: number, outputs: number): Layer {
  return {
    weights: tf.variable(tf.randomNormal<tf.Rank.R2>([inputs, outputs], 0, 0.5 / Math.sqrt(inputs))),
    bias: tf.variable(tf.zeros<tf.Rank.R1>([outputs])),
  };
}

function linear(x: tf.Tensor2D, { weights, bias }: Layer): tf.Tensor2D {
  return x.matMul<tf.Tensor2D>(weights).add(bias);
}

export function trainStackedAutoencoder(data: tf.Tensor2D, layerSizes: number[], stepsPerLayer: number): {
  encode: (x: tf.Tensor2D) => tf.Tensor2D;
  stages: Stage[];
  inputSizes: number[];
} {
  const encoders: Layer[] = [];
  const encode = (x: tf.Tensor2D) => encoders.reduce((codes, encoder) => linear(codes, encoder).tanh(), x);
  const weightsOf = (layers: Layer[]) =>
    layers.flatMap(({ weights, bias }) => [...weights.dataSync(), ...bias.dataSync()]);
  const inputSizes: number[] = [];
  const stages = layerSizes.map((size, layer): Stage => {
    const codes = encode(data);
    const width = codes.shape[1];
    inputSizes.push(width);
    const encoder = createLayer(width, size);
    const decoder = createLayer(size, width);
    const loss = (): tf.Scalar => linear(linear(codes, encoder).tanh(), decoder).sub(codes).square().mean();
    const before = weightsOf(encoders);
    const lossBefore = loss().dataSync()[0]!;
    const optimizer = tf.train.adam(0.03);
    const variables = [encoder, decoder].flatMap(({ weights, bias }): tf.Variable[] => [weights, bias]);
    for (let step = 0; step < stepsPerLayer; step++) optimizer.minimize(loss, false, variables);
    optimizer.dispose();
    const lossAfter = loss().dataSync()[0]!;
    const after = weightsOf(encoders);
    encoders.push(encoder);
    return { layer, lossBefore, lossAfter, earlierUnchanged: before.every((value, i) => value === after[i]) };
  });
  const others = encoders.map(({ weights }) => createLayer(weights.shape[0], weights.shape[1]));
  return { encode: (x) => others.reduce((codes, other) => linear(codes, other).tanh(), x), stages, inputSizes };
}
