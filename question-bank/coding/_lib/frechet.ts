import { norm } from "./numbers.ts";
import { distance } from "./points.ts";
import { symmetricEigen } from "./symmetric_eigen.ts";

type Matrix = readonly (readonly number[])[];

/** A normal distribution. */
export interface Gaussian {
  readonly mean: readonly number[];
  readonly covariance: Matrix;
}

/** Matrix product. */
export function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

/** Sum of the diagonal. */
export function trace(matrix: Matrix): number {
  return matrix.reduce((sum, row, i) => sum + row[i]!, 0);
}

/** The symmetric square root of a positive semidefinite matrix. */
export function squareRoot(matrix: Matrix): number[][] {
  const { values, vectors } = symmetricEigen(matrix);
  // Of fourth roots: the product with its transpose is the root.
  const half = vectors[0]!.map((_, i) => values.map((value, k) => vectors[k]![i]! * Math.max(0, value) ** 0.25));
  return half.map((a) => half.map((b) => a.reduce((sum, value, k) => sum + value * b[k]!, 0)));
}

/** Squared Fréchet distance of two Gaussians (Dowson & Landau 1982). */
export function squaredFrechet(a: Gaussian, b: Gaussian): number {
  const root = squareRoot(a.covariance);
  const inner = product(product(root, b.covariance), root);
  const roots = symmetricEigen(inner).values.map((value) => Math.sqrt(Math.max(0, value)));
  const overlap = roots.reduce((sum, value) => sum + value, 0);
  return distance(a.mean, b.mean) ** 2 + trace(a.covariance) + trace(b.covariance) - 2 * overlap;
}

/** The norm of all entries of a difference. */
export function frobenius(a: Matrix, b: Matrix): number {
  return norm(a.map((row, i) => distance(row, b[i]!)));
}
