import * as tf from "@tensorflow/tfjs";
import { elu, foldRows, logSumExp, map, mapRows, selu, sigmoid, softplus, zip } from "../../reference/elementwise.ts";
import { at, build, nd, type NdArray } from "../../reference/nd_array.ts";
import type { GradientCase } from "../../testing/check_gradients.ts";

function unary(
  name: string,
  op: (x: tf.Tensor) => tf.Tensor,
  f: (value: number) => number,
  options: { readonly range?: number; readonly offset?: number } = {},
): GradientCase {
  return { name, shapes: [[3, 5]], op, reference: (x) => map(x, f), ...options };
}

const positive = { range: 1, offset: 1.6 };

const activations: readonly GradientCase[] = [
  unary("tanh", (x) => x.tanh(), Math.tanh),
  unary("sigmoid", (x) => x.sigmoid(), sigmoid),
  unary("exp", (x) => x.exp(), Math.exp),
  unary("elu", (x) => x.elu(), elu),
  unary("selu", (x) => x.selu(), selu),
  unary("softplus", (x) => x.softplus(), softplus),
  unary("logSigmoid", (x) => x.logSigmoid(), (v) => -softplus(-v)),
  unary("logSigmoid of a negative", (x) => tf.logSigmoid(tf.neg(x)), (v) => -softplus(v)),
  unary("logSigmoid of a square", (x) => tf.logSigmoid(x.square()), (v) => -softplus(-v * v)),
  unary(
    "floorDiv, constant but for steps",
    (x) => tf.floorDiv(x, tf.scalar(0.73)).add(x),
    (v) => Math.floor(v / Math.fround(0.73)) + v,
  ),
  unary("swish", (x) => x.mul(x.sigmoid()), (v) => v * sigmoid(v)),
  unary("mish", (x) => x.mul(x.softplus().tanh()), (v) => v * Math.tanh(softplus(v))),
  unary("gelu by erf", (x) => x.mul(x.div(Math.SQRT2).erf().add(1)).div(2), (v) => v * (erf(v / Math.SQRT2) + 1) / 2),
  unary("relu", (x) => x.relu(), (v) => Math.max(v, 0)),
  unary("leakyRelu", (x) => x.leakyRelu(0.2), (v) => v > 0 ? v : 0.2 * v),
  unary("relu6", (x) => x.mul(6).relu6(), (v) => Math.min(Math.max(6 * v, 0), 6)),
  unary("clipByValue", (x) => x.clipByValue(-0.7, 0.9), (v) => Math.min(Math.max(v, -0.7), 0.9)),
  unary("abs", (x) => x.abs(), Math.abs),
  unary("sqrt", (x) => x.sqrt(), Math.sqrt, positive),
  unary("rsqrt", (x) => x.rsqrt(), (v) => 1 / Math.sqrt(v), positive),
  unary("log", (x) => x.log(), Math.log, positive),
  unary("log1p", (x) => x.log1p(), Math.log1p, positive),
  unary("expm1", (x) => x.expm1(), Math.expm1),
  unary("reciprocal", (x) => x.reciprocal(), (v) => 1 / v, positive),
  unary("pow 3", (x) => x.pow(3), (v) => v ** 3, positive),
  unary("sin", (x) => x.sin(), Math.sin),
  unary(
    "where on a computed condition",
    (x) => tf.where(x.greater(0.2), x.square(), x.mul(3)),
    (v) => v > 0.2 ? v * v : 3 * v,
  ),
  unary("where on a conjunction", (x) => {
    const inside = tf.logicalAnd(x.greaterEqual(-0.8), x.lessEqual(0.8));
    return tf.where(tf.logicalNot(inside), x.square(), x.exp());
  }, (v) => Math.abs(v) > 0.8 ? v * v : Math.exp(v)),
  unary("where on alternatives", (x) => {
    const outside = tf.logicalOr(x.greater(0.8), x.less(-0.8));
    const isOther = tf.logicalXor(outside, tf.notEqual(x, tf.minimum(x, 1.2)));
    return tf.where(isOther, x.square(), x.exp());
  }, (v) => Math.abs(v) > 0.8 !== v > 1.2 ? v * v : Math.exp(v)),
];

function erf(x: number): number {
  // A power series, exact to float64 within ±3.
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= -x * x / n;
    sum += term / (2 * n + 1);
  }
  return sum * 2 / Math.sqrt(Math.PI);
}

const rows: readonly GradientCase[] = [
  { name: "softmax", shapes: [[3, 4]], op: (x) => tf.softmax(x), reference: (x) => mapRows(x, softmax) },
  {
    name: "logSoftmax",
    shapes: [[3, 4]],
    op: (x) => tf.logSoftmax(x),
    reference: (x) => mapRows(x, (row) => row.map((v) => v - logSumExp(row))),
  },
  { name: "logSumExp", shapes: [[3, 4]], op: (x) => tf.logSumExp(x, 1), reference: (x) => foldRows(x, logSumExp) },
  { name: "max", shapes: [[3, 4]], op: (x) => tf.max(x, 1), reference: (x) => foldRows(x, (row) => Math.max(...row)) },
  { name: "min", shapes: [[3, 4]], op: (x) => tf.min(x, 1), reference: (x) => foldRows(x, (row) => Math.min(...row)) },
  { name: "prod", shapes: [[3, 4]], op: (x) => tf.prod(x, 1), reference: (x) => foldRows(x, product) },
  {
    name: "prod with a zero factor",
    shapes: [[2, 4]],
    op: (x) => tf.prod(x.mul(tf.tensor1d([1, 0, 1, 1])), -1),
    reference: (x) => foldRows(x, (row) => product(row.map((v, i) => i === 1 ? 0 * v : v))),
  },
  { name: "prod of all", shapes: [[2, 3]], op: (x) => tf.prod(x), reference: (x) => nd([], [product(x.data)]) },
  ...[0, 1].flatMap((axis) =>
    [false, true].flatMap((exclusive) =>
      [false, true].map((reverse): GradientCase => ({
        name: `cumsum along axis ${axis}${exclusive ? ", exclusive" : ""}${reverse ? ", in reverse" : ""}`,
        shapes: [[3, 4]],
        op: (x) => tf.cumsum(x, axis, exclusive, reverse),
        reference: (x) => runningSum(x, { axis, exclusive, reverse }),
      }))
    )
  ),
  {
    name: "cumprod",
    shapes: [[2, 4]],
    op: (x) => tf.cumprod(x, 1),
    reference: (x) => mapRows(x, (row) => row.map((_, i) => product(row.subarray(0, i + 1)))),
  },
  {
    name: "cumprod, exclusive and in reverse",
    shapes: [[2, 4]],
    op: (x) => tf.cumprod(x, 1, true, true),
    reference: (x) => mapRows(x, (row) => row.map((_, i) => product(row.subarray(i + 1)))),
  },
  {
    name: "norm of rows",
    shapes: [[3, 4]],
    op: (x) => tf.norm(x, "euclidean", 1),
    reference: (x) => foldRows(x, (row) => Math.hypot(...row)),
  },
  {
    name: "moments",
    shapes: [[3, 4]],
    op: (x) => tf.moments(x, 1).variance,
    reference: (x) => foldRows(x, variance),
  },
];

function softmax(row: Float64Array): Float64Array {
  return row.map((v) => Math.exp(v - logSumExp(row)));
}

function product(row: Float64Array): number {
  return row.reduce((all, v) => all * v, 1);
}

function runningSum(
  x: NdArray,
  { axis, exclusive, reverse }: { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean },
): NdArray {
  return build([...x.shape], (i, j) => {
    let sum = 0;
    for (let k = 0; k < x.shape[axis]!; k++) {
      const distance = (k - (axis === 0 ? i! : j!)) * (reverse ? 1 : -1);
      if (distance > 0 || (distance === 0 && !exclusive)) sum += axis === 0 ? at(x, k, j!) : at(x, i!, k);
    }
    return sum;
  });
}

function variance(row: Float64Array): number {
  const mean = row.reduce((sum, v) => sum + v, 0) / row.length;
  return row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / row.length;
}

function binary(
  name: string,
  op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  f: (a: number, b: number) => number,
): readonly GradientCase[] {
  const reference = (a: NdArray, b: NdArray) => zip(a, b, f);
  return [
    { name, shapes: [[2, 3], [2, 3]], op, reference },
    { name: `${name}, broadcast`, shapes: [[2, 3], [3]], op, reference },
  ];
}

const pairs: readonly GradientCase[] = [
  ...binary("minimum", (a, b) => tf.minimum(a, b), Math.min),
  ...binary("maximum", (a, b) => tf.maximum(a, b), Math.max),
  ...binary("squaredDifference", (a, b) => tf.squaredDifference(a, b), (a, b) => (a - b) ** 2),
  ...binary("prelu", (a, b) => tf.prelu(a, b), (a, b) => a > 0 ? a : a * b).slice(0, 1),
  ...binary("mul", (a, b) => a.mul(b), (a, b) => a * b),
  ...binary("div", (a, b) => a.div(b.add(3)), (a, b) => a / (b + 3)),
];

export const elementwiseCases: readonly GradientCase[] = [...activations, ...rows, ...pairs];
