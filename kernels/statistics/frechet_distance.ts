import { assertComparable, type Samples } from "./samples.ts";
import { symmetricEigen } from "./symmetric_eigen.ts";

/**
 * The squared Fréchet distance of two Gaussians fitted to the samples, in float64:
 * |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁^½ Σ₂ Σ₁^½)^½), with unbiased covariances (Dowson & Landau 1982; Heusel et al. 2017, eq. 6).
 * Zero for equal samples; grows without bound.
 *
 * @throws {RangeError} When the dimensions differ or a side has fewer than two points.
 */
export function frechetDistance(a: Samples, b: Samples): number {
  assertComparable(a, b, 2);
  const size = a.dimensions;
  const [first, second] = [moments(a), moments(b)];
  const root = squareRoot(first.covariance, size);
  const inner = multiply(multiply(root, second.covariance, size), root, size);
  const { values } = symmetricEigen(symmetrised(inner, size), size);
  let distance = 0;
  for (let d = 0; d < size; d++) {
    distance += (first.mean[d]! - second.mean[d]!) ** 2;
    distance += first.covariance[d * size + d]! + second.covariance[d * size + d]!;
    distance -= 2 * Math.sqrt(Math.max(0, values[d]!));
  }
  return Math.max(0, distance);
}

function moments({ count, dimensions: size, values }: Samples): { mean: Float64Array; covariance: Float64Array } {
  const mean = new Float64Array(size);
  for (let i = 0; i < values.length; i++) mean[i % size]! += values[i]! / count;
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < values.length; row += size) {
    for (let i = 0; i < size; i++) {
      const centred = (values[row + i]! - mean[i]!) / (count - 1);
      for (let j = 0; j < size; j++) covariance[i * size + j]! += centred * (values[row + j]! - mean[j]!);
    }
  }
  return { mean, covariance };
}

function squareRoot(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const scaled = vectors.map((value, at) => value * Math.sqrt(Math.sqrt(Math.max(0, values[at % size]!))));
  return multiply(scaled, transpose(scaled, size), size);
}

function multiply(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const value = a[i * size + k]!;
      for (let j = 0; j < size; j++) out[i * size + j]! += value * b[k * size + j]!;
    }
  }
  return out;
}

function transpose(a: Float64Array, size: number): Float64Array {
  return a.map((_, at) => a[(at % size) * size + Math.floor(at / size)]!);
}

function symmetrised(a: Float64Array, size: number): Float64Array {
  const flipped = transpose(a, size);
  return a.map((value, at) => (value + flipped[at]!) / 2);
}
