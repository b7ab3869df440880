import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  energyDistance,
  energyDistanceTensor,
  maximumMeanDiscrepancy,
  maximumMeanDiscrepancyTensor,
  toSamples,
} from "../mod.ts";
import { at, nd, type NdArray } from "../reference/nd_array.ts";
import { assertClose } from "../testing/assert_close.ts";
import { testOnBackends } from "../testing/backends.ts";
import { checkGradients } from "../testing/check_gradients.ts";
import { apart, seeded } from "../testing/random.ts";

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

testOnBackends("energyDistanceTensor agrees with finite differences to second order", () =>
  checkGradients({
    name: "energy distance",
    shapes: [[4, 3], [5, 3]],
    op: (a, b) => energyDistanceTensor(a as tf.Tensor2D, b as tf.Tensor2D),
    // A point's distance to itself is a constant zero; the root at zero has no derivative for differences to find.
    reference: (a, b) => nd([], [2 * pairs(a!, b!, Math.sqrt) - pairs(a!, a!, Math.sqrt) - pairs(b!, b!, Math.sqrt)]),
  }));

testOnBackends("maximumMeanDiscrepancyTensor agrees with finite differences to second order", () =>
  checkGradients({
    name: "MMD",
    shapes: [[4, 3], [5, 3]],
    op: (a, b) => maximumMeanDiscrepancyTensor(a as tf.Tensor2D, b as tf.Tensor2D, { bandwidths }),
    reference: (a, b) => nd([], [pairs(a!, a!, gauss) + pairs(b!, b!, gauss) - 2 * pairs(a!, b!, gauss)]),
  }));

testOnBackends("the tensor distances equal the plain ones on many points", async () => {
  const random = seeded(9);
  const [a, b] = [apart(2 * 701, random, 2), apart(2 * 300, random, 1)];
  const results = tf.tidy(() => {
    const [x, y] = [tf.tensor2d(a, [701, 2]), tf.tensor2d(b, [300, 2])];
    return [energyDistanceTensor(x, y), maximumMeanDiscrepancyTensor(x, y, { bandwidths })];
  });
  const [energy, mmd] = await Promise.all(results.map((result) => result.data()));
  const [left, right] = [toSamples(a, 2), toSamples(b, 2)];
  assertClose(energy!, [energyDistance(left, right)], { tolerance: 1e-4, what: "energy distance" });
  assertClose(mmd!, [maximumMeanDiscrepancy(left, right, { bandwidths })], { tolerance: 1e-4, what: "MMD" });
  tf.dispose(results);
});

Deno.test("tensor distances refuse points that do not fit", () => {
  const [a, b] = [tf.zeros([2, 3]) as tf.Tensor2D, tf.zeros([2, 2]) as tf.Tensor2D];
  assert.throws(() => energyDistanceTensor(a, b), /shapes "\[2,3\]" and "\[2,2\]".*expected float32/);
  assert.throws(() => maximumMeanDiscrepancyTensor(a, a, { bandwidths: [] }), /expected one to 4 positive widths/);
  assert.throws(() => energyDistanceTensor(a, tf.zeros([2, 3], "int32")), /int32.*expected float32/);
});
