import * as tf from "@tensorflow/tfjs";
import { foldRows, logSumExp, map, sigmoid, softplus, zip } from "../../reference/elementwise.ts";
import { nd, type NdArray } from "../../reference/nd_array.ts";
import type { GradientCase } from "../../testing/check_gradients.ts";

const labels = [0.2, 0.5, 0.3, 1, 0, 0];
const hard = [1, 0, 1, 1, 0, 0];

export const lossCases: readonly GradientCase[] = [
  {
    name: "softmaxCrossEntropy",
    shapes: [[2, 3]],
    op: (x) => tf.losses.softmaxCrossEntropy(tf.tensor2d(labels, [2, 3]), x),
    reference: (x) =>
      average(nd(
        [2],
        [0, 1].map((r) => {
          const row = x.data.subarray(3 * r, 3 * r + 3);
          return row.reduce((total, v, i) => total - labels[3 * r + i]! * (v - logSumExp(row)), 0);
        }),
      )),
  },
  {
    name: "sigmoidCrossEntropy",
    shapes: [[2, 3]],
    op: (x) => tf.losses.sigmoidCrossEntropy(tf.tensor2d(hard, [2, 3]), x),
    reference: (x) => average(zip(x, nd([2, 3], hard), (v, y) => softplus(v) - v * y)),
  },
  {
    name: "logLoss of a sigmoid",
    shapes: [[2, 3]],
    op: (x) => tf.losses.logLoss(tf.tensor2d(hard, [2, 3]), x.sigmoid()),
    reference: (x) =>
      average(
        zip(map(x, sigmoid), nd([2, 3], hard), (p, y) => -y * Math.log(p + 1e-7) - (1 - y) * Math.log(1 - p + 1e-7)),
      ),
  },
  {
    name: "metrics.binaryCrossentropy of a sigmoid",
    shapes: [[2, 3]],
    op: (x) => tf.metrics.binaryCrossentropy(tf.tensor2d(hard, [2, 3]), x.sigmoid()),
    reference: (x) =>
      foldRows(
        zip(map(x, sigmoid), nd([2, 3], hard), (p, y) => -y * Math.log(p) - (1 - y) * Math.log(1 - p)),
        (row) => row.reduce((a, b) => a + b, 0) / row.length,
      ),
  },
  {
    name: "huberLoss",
    shapes: [[2, 3]],
    op: (x) => tf.losses.huberLoss(tf.tensor2d(hard, [2, 3]), x, undefined, 0.8),
    reference: (x) =>
      average(zip(x, nd([2, 3], hard), (v, y) => {
        const error = Math.abs(v - y);
        return error <= 0.8 ? error * error / 2 : 0.8 * error - 0.32;
      })),
  },
];

function average(x: NdArray): NdArray {
  return nd([], [x.data.reduce((a, b) => a + b, 0) / x.data.length]);
}
