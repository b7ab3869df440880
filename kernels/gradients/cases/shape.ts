import * as tf from "@tensorflow/tfjs";
import { at, build, nd, type NdArray } from "../../reference/nd_array.ts";
import type { GradientCase } from "../../testing/check_gradients.ts";

export const shapeCases: readonly GradientCase[] = [
  {
    name: "einsum of a matrix product",
    shapes: [[2, 3], [3, 4]],
    op: (a, b) => tf.einsum("ij,jk->ik", a, b),
    reference: (a, b) => build([2, 4], (i, k) => sum(3, (j) => at(a, i!, j) * at(b!, j, k!))),
  },
  {
    name: "einsum of a batched product, transposed",
    shapes: [[2, 3, 2], [2, 4, 3]],
    op: (a, b) => tf.einsum("bij,bki->kbj", a, b),
    reference: (a, b) => build([4, 2, 2], (k, n, j) => sum(3, (i) => at(a, n!, i, j!) * at(b!, n!, k!, i))),
  },
  {
    name: "einsum that sums a letter away",
    shapes: [[3, 2], [3]],
    op: (a, b) => tf.einsum("ij,i->i", a, b),
    reference: (a, b) => build([3], (i) => sum(2, (j) => at(a, i!, j)) * at(b!, i!)),
  },
  {
    name: "einsum of one operand",
    shapes: [[2, 3, 4]],
    op: (a) => tf.einsum("ijk->ki", a),
    reference: (a) => build([4, 2], (k, i) => sum(3, (j) => at(a, i!, j, k!))),
  },
  {
    name: "einsum of an outer product",
    shapes: [[2], [3]],
    op: (a, b) => tf.einsum("i,j->ij", a, b),
    reference: (a, b) => build([2, 3], (i, j) => at(a, i!) * at(b!, j!)),
  },
  {
    name: "stridedSlice",
    shapes: [[5, 7]],
    op: (x) => tf.stridedSlice(x, [1, 0], [5, 7], [2, 3]),
    reference: (x) => build([2, 3], (i, j) => at(x, 1 + 2 * i!, 3 * j!)),
  },
  {
    name: "stridedSlice backwards",
    shapes: [[5, 6]],
    op: (x) => tf.stridedSlice(x, [4, 5], [0, 0], [-2, -3]),
    reference: (x) => build([2, 2], (i, j) => at(x, 4 - 2 * i!, 5 - 3 * j!)),
  },
  {
    name: "stridedSlice that drops an axis",
    shapes: [[3, 4]],
    op: (x) => tf.stridedSlice(x, [1, 1], [2, 4], [1, 1], 0, 0, 0, 0, 1),
    reference: (x) => build([3], (j) => at(x, 1, 1 + j!)),
  },
  {
    name: "topk values",
    shapes: [[3, 6]],
    op: (x) => tf.topk(x, 2).values,
    reference: (x) => build([3, 2], (r, k) => Array.from(row(x, r!)).sort((a, b) => b - a)[k!]!),
  },
  {
    name: "a sort by topk and gather",
    shapes: [[6], [6]],
    op: (x, y) => tf.gather(y, tf.topk(x, 6).indices),
    reference: (x, y) => {
      const order = [...x.data.keys()].sort((a, b) => x.data[b]! - x.data[a]!);
      return nd([6], order.map((place) => y!.data[place]!));
    },
  },
  {
    name: "gatherND",
    shapes: [[3, 4]],
    op: (x) => tf.gatherND(x, tf.tensor2d([[0, 1], [2, 3], [0, 1]], [3, 2], "int32")),
    reference: (x) => nd([3], [at(x, 0, 1), at(x, 2, 3), at(x, 0, 1)]),
  },
  {
    name: "scatterND",
    shapes: [[3]],
    op: (x) => tf.scatterND(tf.tensor2d([[4], [1], [4]], [3, 1], "int32"), x, [5]),
    reference: (x) => nd([5], [0, x.data[1]!, 0, 0, x.data[0]! + x.data[2]!]),
  },
  {
    name: "gather of repeated rows (embedding)",
    shapes: [[4, 3]],
    op: (x) => tf.gather(x, tf.tensor1d([3, 0, 3, 3], "int32")),
    reference: (x) => build([4, 3], (i, j) => at(x, [3, 0, 3, 3][i!]!, j!)),
  },
  {
    name: "unsortedSegmentSum of squares",
    shapes: [[4, 3]],
    op: (x) => tf.unsortedSegmentSum(x.square(), tf.tensor1d([2, 0, 2, 1], "int32"), 3),
    reference: (x) => build([3, 3], (s, j) => sum(4, (i) => [2, 0, 2, 1][i] === s ? at(x, i, j!) ** 2 : 0)),
  },
  {
    name: "gather with indices computed from x",
    shapes: [[4]],
    op: (x) => tf.gather(x, tf.topk(x, 3).indices),
    reference: (x) => nd([3], Array.from(x.data).sort((a, b) => b - a).slice(0, 3)),
  },
  {
    name: "unsortedSegmentSum with indices computed from x",
    shapes: [[4]],
    op: (x) => tf.unsortedSegmentSum(x, tf.topk(x, 4).indices as tf.Tensor1D, 4),
    reference: (x) => {
      const order = [...x.data.keys()].sort((a, b) => x.data[b]! - x.data[a]!);
      return nd([4], order.map((_, segment) => x.data[order.indexOf(segment)]!));
    },
  },
  {
    name: "gather along the last axis",
    shapes: [[2, 4]],
    op: (x) => tf.gather(x, tf.tensor1d([1, 1, 2], "int32"), 1),
    reference: (x) => build([2, 3], (i, j) => at(x, i!, [1, 1, 2][j!]!)),
  },
  {
    name: "tile in rank 5",
    shapes: [[2, 1, 2, 1, 2]],
    op: (x) => tf.tile(x, [1, 2, 2, 3, 1]),
    reference: (x) => build([2, 2, 4, 3, 2], (a, _b, c, _d, e) => at(x, a!, 0, c! % 2, 0, e!)),
  },
  {
    name: "mirrorPad, reflect",
    shapes: [[4, 3]],
    op: (x) => tf.mirrorPad(x, [[2, 1], [0, 2]], "reflect"),
    reference: (x) => build([7, 5], (i, j) => at(x, mirror(i! - 2, 4, 1), mirror(j!, 3, 1))),
  },
  {
    name: "mirrorPad, symmetric",
    shapes: [[4, 3]],
    op: (x) => tf.mirrorPad(x, [[2, 4], [3, 0]], "symmetric"),
    reference: (x) => build([10, 6], (i, j) => at(x, mirror(i! - 2, 4, 0), mirror(j! - 3, 3, 0))),
  },
  {
    name: "matMul with both operands transposed",
    shapes: [[3, 2], [4, 3]],
    op: (a, b) => tf.matMul(a, b, true, true),
    reference: (a, b) => build([2, 4], (i, k) => sum(3, (j) => at(a, j, i!) * at(b!, k!, j))),
  },
];

function sum(length: number, f: (index: number) => number): number {
  return Array.from({ length }, (_, i) => f(i)).reduce((a, b) => a + b, 0);
}

function row(x: NdArray, index: number): Float64Array {
  const length = x.shape[1]!;
  return x.data.subarray(index * length, (index + 1) * length);
}

function mirror(index: number, size: number, edge: 0 | 1): number {
  if (index < 0) return -index - 1 + edge;
  return index >= size ? 2 * size - 1 - edge - index : index;
}
