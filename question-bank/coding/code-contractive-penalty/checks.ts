import type { CodingCheck, Json, Random } from "../../mod.ts";
import { isRecord, judgeNumbers, judgeScalar, mean, norm, normals, seeded, shown, sigmoid } from "../_lib/mod.ts";

/** Layers of an encoder without biases, each [in][out]; all but the last are followed by tanh. */
interface Encoding {
  readonly inputs: readonly (readonly number[])[];
  readonly layers: readonly (readonly (readonly number[])[])[];
  readonly last: "linear" | "sigmoid";
}

type Matrix = readonly (readonly number[])[];

// float64 and plain loops: independent of what is examined.
const times = (a: Matrix, b: Matrix) =>
  a.map((row) => b[0]!.map((_, k) => row.reduce((sum, value, j) => sum + value * b[j]![k]!, 0)));

/** Codes of one sample and its Jacobian, [in][code]. */
function jacobianAt(
  x: readonly number[],
  { layers, last }: Encoding,
): { readonly code: number[]; readonly slopes: Matrix } {
  let code = [...x];
  let slopes: Matrix = x.map((_, i) => x.map((_, j) => Number(i === j)));
  layers.forEach((weights, index) => {
    const sums = times([code], weights)[0]!;
    const isLast = index === layers.length - 1;
    code = sums.map((sum) => isLast ? last === "sigmoid" ? sigmoid(sum) : sum : Math.tanh(sum));
    const steepness = code.map((h) => isLast ? last === "sigmoid" ? h * (1 - h) : 1 : 1 - h * h);
    slopes = times(slopes, weights).map((row) => row.map((slope, k) => slope * steepness[k]!));
  });
  return { code, slopes };
}

const squared = (slopes: Matrix) => norm(slopes.flat()) ** 2;
const penalty = (encoding: Encoding) => mean(encoding.inputs.map((x) => squared(jacobianAt(x, encoding).slopes)));

function suspicions(encoding: Encoding) {
  const at = encoding.inputs.map((x) => jacobianAt(x, encoding));
  const right = penalty(encoding);
  const ofSum = mean(
    at.map(({ slopes }) => squared(slopes.map((row) => [row.reduce((sum, slope) => sum + slope, 0)]))),
  );
  const [count, width, units] = [at.length, encoding.inputs[0]!.length, at[0]!.code.length];
  return [
    { says: "that is the gradient of the summed code, in which slopes of different units cancel or add", value: ofSum },
    { says: "that is the norm, not its square", value: mean(at.map(({ slopes }) => Math.sqrt(squared(slopes)))) },
    { says: "that is the sum over the batch, not the mean", value: right * count },
    { says: "that penalises the codes, not their derivatives", value: mean(at.map(({ code }) => norm(code) ** 2)) },
    { says: "that is the mean over all entries of the Jacobian", value: right / (width * units) },
    { says: "that is the mean over inputs, not the sum", value: right / width },
    { says: "that is the mean over code units, not the sum", value: right / units },
    { says: "that squares the gradient of a mean over the batch, B times too small", value: right / count ** 2 },
  ];
}

const probe: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { inputs: rows, layers, last } = inputs as unknown as Encoding;
  const variables = layers.map((weights) => tf.variable(tf.tensor2d(weights)));
  const encoder = (x: unknown) => {
    let h = x;
    variables.forEach((weights, index) => {
      const sums = tf.matMul(h, weights);
      h = index < variables.length - 1 ? sums.tanh() : last === "sigmoid" ? sums.sigmoid() : sums;
    });
    return h;
  };
  const codeSize = layers.at(-1)![0]!.length;
  const result = candidate.contractivePenalty(encoder, tf.tensor2d(rows), codeSize);
  const output = { shape: result.shape, value: result.dataSync()[0] };
  variables.forEach((variable) => variable.dispose());
  return output;
};

const probeGradient: CodingCheck["probe"] = ({ tf, candidate, inputs }) => {
  const { inputs: rows, layers } = inputs as unknown as Encoding;
  const weights = tf.variable(tf.tensor2d(layers[0]));
  const encoder = (x: unknown) => tf.matMul(x, weights).sigmoid();
  const batch = tf.tensor2d(rows);
  const codeSize = layers[0]![0]!.length;
  const { value, grads } = tf.variableGrads(() => candidate.contractivePenalty(encoder, batch, codeSize), [weights]);
  const output = { shape: value.shape, value: value.dataSync()[0], gradient: [...grads[weights.name].dataSync()] };
  weights.dispose();
  return output;
};

const inWords = ({ inputs, layers, last }: Encoding) =>
  layers.length > 1
    ? `a batch of ${inputs.length}`
    : `encoder ${last === "sigmoid" ? "sigmoid(x·W)" : "x·W"} with W = ${
      shown(layers[0]!)
    }, a batch of ${inputs.length}`;

function judge(output: Json, inputs: Json) {
  const encoding = inputs as unknown as Encoding;
  return judgeScalar(output, penalty(encoding), {
    tolerance: 1e-3,
    what: "the penalty",
    input: inWords(encoding),
    suspicions: suspicions(encoding),
  });
}

/** By the weights of the first layer, row by row: central differences of the float64 penalty. */
function gradientOf(encoding: Encoding): number[] {
  const step = 1e-5;
  const [weights] = encoding.layers;
  const moved = (row: number, column: number, by: number) => ({
    ...encoding,
    layers: [weights!.map((values, i) => values.map((value, j) => i === row && j === column ? value + by : value))],
  });
  return weights!.flatMap((values, i) =>
    values.map((_, j) => (penalty(moved(i, j, step)) - penalty(moved(i, j, -step))) / (2 * step))
  );
}

const matrix = (random: Random, rows: number, columns: number, deviation = 1) =>
  Array.from({ length: rows }, () => normals(random, columns, { deviation }));
const fixed = (encoding: Encoding): CodingCheck["draw"] => () => encoding as unknown as Json;

export const checks: Record<string, CodingCheck> = {
  "opposite-slopes": {
    draw: fixed({ inputs: [[0.5, 1], [2, -1]], layers: [[[1, -1], [2, -2]]], last: "linear" }),
    probe,
    judge,
  },
  "linear": {
    draw: fixed({ inputs: matrix(seeded(1), 5, 4), layers: [matrix(seeded(2), 4, 3)], last: "linear" }),
    probe,
    judge,
  },
  "sigmoid": {
    draw: fixed({ inputs: matrix(seeded(3), 5, 4), layers: [matrix(seeded(4), 4, 3)], last: "sigmoid" }),
    probe,
    judge,
  },
  "weight-gradient": {
    draw: (random) => ({ inputs: matrix(random, 6, 3), layers: [matrix(random, 3, 2)], last: "sigmoid" }),
    probe: probeGradient,
    judge(output, inputs) {
      const value = judge(output, inputs);
      if (!value.passed) return value;
      return judgeNumbers(isRecord(output) ? output.gradient : undefined, gradientOf(inputs as unknown as Encoding), {
        tolerance: 3e-3,
        what: "the gradient by the weights",
      });
    },
  },
  "fresh-encoder": {
    draw: (random) => ({
      inputs: matrix(random, 7, 5),
      layers: [matrix(random, 5, 6, 0.6), matrix(random, 6, 4, 0.6)],
      last: "sigmoid",
    }),
    probe,
    judge,
  },
};
