import { assertComparable, type Samples, squaredDistance } from "./samples.ts";

/**
 * The squared MMD with a mean of Gaussian kernels exp(−|x − y|² / 2h²), all ordered pairs (Gretton et al. 2012, eq. 5). Zero for equal
 * samples, never below, at most two.
 *
 * @param options.bandwidths The widths h; ½, 1, 2 and 4 times the median distance between the two sides when left out.
 * @throws {RangeError} When the dimensions differ or a bandwidth is not positive.
 */
export function maximumMeanDiscrepancy(
  a: Samples,
  b: Samples,
  options: { readonly bandwidths?: readonly number[] } = {},
): number {
  assertComparable(a, b, 1);
  const bandwidths = options.bandwidths ?? defaultBandwidths(a, b);
  const bad = bandwidths.find((width) => !(width > 0));
  if (bandwidths.length === 0 || bad !== undefined) {
    throw new RangeError(`Cannot compare samples at bandwidth "${bad}": expected positive widths`);
  }
  const rates = bandwidths.map((width) => -1 / (2 * width * width));
  return Math.max(0, meanKernel(a, a, rates) + meanKernel(b, b, rates) - 2 * meanKernel(a, b, rates));
}

function meanKernel(a: Samples, b: Samples, rates: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      const squared = squaredDistance(a, i, b, j);
      for (const rate of rates) sum += Math.exp(rate * squared);
    }
  }
  return sum / (a.count * b.count * rates.length);
}

function defaultBandwidths(a: Samples, b: Samples): number[] {
  const squares: number[] = [];
  for (let i = 0; i < a.count; i++) for (let j = 0; j < b.count; j++) squares.push(squaredDistance(a, i, b, j));
  squares.sort((x, y) => x - y);
  // A width whose square underflows would make 0 · ∞ of equal points.
  const median = Math.max(Math.sqrt(squares[squares.length >> 1]!), 1e-100);
  return [0.5, 1, 2, 4].map((factor) => factor * median);
}
