import assert from "node:assert/strict";
import fc from "fast-check";
import {
  close,
  columnMeans,
  covarianceOf,
  distance,
  firstFailure,
  frobenius,
  median,
  product,
  rowsOf,
  squaredFrechet,
  squareRoot,
  symmetricEigen,
  trace,
} from "./mod.ts";

Deno.test("rows, column means, covariance, distance and median of small tables", () => {
  const rows = rowsOf([1, 2, 3, 6, 5, 4], 2);
  assert.deepEqual(rows, [[1, 2], [3, 6], [5, 4]]);
  assert.deepEqual(columnMeans(rows), [3, 4]);
  assert.deepEqual(covarianceOf(rows), [[4, 2], [2, 4]]);
  assert.equal(distance([1, 1], [4, 5]), 5);
  assert.deepEqual([median([3, 1, 9]), median([4, 1, 3, 100])], [3, 3.5]);
});

Deno.test("symmetricEigen gives the matrix back, from orthonormal vectors", () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 9, maxLength: 9 }), (x) => {
    const entry = (i: number, j: number) => x[3 * Math.min(i, j) + Math.max(i, j)]!;
    const matrix = [0, 1, 2].map((i) => [0, 1, 2].map((j) => entry(i, j)));
    const { values, vectors } = symmetricEigen(matrix);
    for (const [i, j] of [[0, 0], [0, 1], [0, 2], [1, 1], [1, 2], [2, 2]] as const) {
      const back = values.reduce((sum, value, k) => sum + value * vectors[k]![i]! * vectors[k]![j]!, 0);
      const product = vectors[i]!.reduce((sum, value, k) => sum + value * vectors[j]![k]!, 0);
      assert.ok(close(back, matrix[i]![j]!, { tolerance: 1e-9 }));
      assert.ok(close(product, i === j ? 1 : 0, { tolerance: 1e-9 }));
    }
  }));
});

Deno.test("firstFailure tells the first judgement that did not pass", () => {
  const right = { passed: true, message: "right" };
  const wrong = { passed: false, message: "wrong" };
  assert.equal(firstFailure([right, wrong, { ...wrong, message: "later" }]), wrong);
  assert.equal(firstFailure([right, { ...right, message: "later" }]), right);
});

Deno.test("the square root of a matrix squares to it, and the Fréchet distance of diagonal Gaussians is elementary", () => {
  const matrix = [[2, 1], [1, 3]];
  const root = squareRoot(matrix);
  assert.ok(close(frobenius(product(root, root), matrix), 0, { tolerance: 1e-12 }));
  assert.equal(trace(matrix), 5);
  const gaussian = (mean: number[], first: number, second: number) => ({
    mean,
    covariance: [[first, 0], [0, second]],
  });
  const got = squaredFrechet(gaussian([0, 0], 1, 9), gaussian([2, 2], 4, 1));
  assert.ok(close(got, 13, { tolerance: 1e-12 }));
});
