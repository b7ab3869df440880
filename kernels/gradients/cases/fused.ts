import * as tf from "@tensorflow/tfjs";
import { normaliseBatch } from "../../fused/batch_norm_training.ts";
import { energyDistanceTensor, maximumMeanDiscrepancyTensor } from "../../mod.ts";
import { at, build, nd, type NdArray } from "../../reference/nd_array.ts";
import type { GradientCase } from "../../testing/check_gradients.ts";

const epsilon = 1e-3;

function statistics(x: NdArray, c: number): { readonly mean: number; readonly variance: number } {
  const rows = x.shape[0]!;
  const column = Array.from({ length: rows }, (_, r) => at(x, r, c));
  const mean = column.reduce((sum, v) => sum + v, 0) / rows;
  return { mean, variance: column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows };
}

function normalised(x: NdArray, scale: NdArray, offset: NdArray): NdArray {
  return build(x.shape, (r, c) => {
    const { mean, variance } = statistics(x, c!);
    return (at(x, r!, c!) - mean) / Math.sqrt(variance + epsilon) * at(scale, c!) + at(offset, c!);
  });
}

function pairs(a: NdArray, b: NdArray, f: (squared: number) => number): number {
  let sum = 0;
  for (let i = 0; i < a.shape[0]!; i++) {
    for (let j = 0; j < b.shape[0]!; j++) {
      let squared = 0;
      for (let d = 0; d < a.shape[1]!; d++) squared += (at(a, i, d) - at(b, j, d)) ** 2;
      sum += f(squared);
    }
  }
  return sum / (a.shape[0]! * b.shape[0]!);
}

const bandwidths = [0.5, 1, 3];
const gauss = (squared: number) =>
  bandwidths.reduce((sum, width) => sum + Math.exp(-squared / (2 * width * width)), 0) / bandwidths.length;

export const fusedCases: readonly GradientCase[] = [
  ...[[5, 3], [70, 2], [7, 1]].map(([rows, channels]): GradientCase => ({
    name: `fused batch norm of [${rows}, ${channels}]`,
    shapes: [[rows!, channels!], [channels!], [channels!]],
    op: (x, scale, offset) => normaliseBatch(x as tf.Tensor2D, { scale, offset, epsilon }).normed,
    reference: (x, scale, offset) => normalised(x!, scale!, offset!),
  })),
  {
    name: "energyDistanceTensor",
    shapes: [[4, 3], [5, 3]],
    op: (a, b) => energyDistanceTensor(a as tf.Tensor2D, b as tf.Tensor2D),
    // A point's distance to itself is a constant zero; the root at zero has no derivative for differences to find.
    reference: (a, b) => nd([], [2 * pairs(a!, b!, Math.sqrt) - pairs(a!, a!, Math.sqrt) - pairs(b!, b!, Math.sqrt)]),
  },
  {
    name: "maximumMeanDiscrepancyTensor",
    shapes: [[4, 3], [5, 3]],
    op: (a, b) => maximumMeanDiscrepancyTensor(a as tf.Tensor2D, b as tf.Tensor2D, { bandwidths }),
    reference: (a, b) => nd([], [pairs(a!, a!, gauss) + pairs(b!, b!, gauss) - 2 * pairs(a!, b!, gauss)]),
  },
];
