import { assertComparable, type Samples } from "./samples.ts";

/**
 * The kernel distance of KID: the unbiased squared MMD with the kernel (x · y / dimensions + 1)³, over all pairs rather than
 * over subsets (Bińkowski et al. 2018, section 4). Around zero for equal distributions, and then slightly below as often
 * as above.
 *
 * @throws {RangeError} When the dimensions differ or a side has fewer than two points.
 */
export function kernelDistance(a: Samples, b: Samples): number {
  assertComparable(a, b, 2);
  return within(a) + within(b) - 2 * between(a, b);
}

function within(a: Samples): number {
  let sum = 0;
  for (let i = 0; i < a.count; i++) for (let j = 0; j < i; j++) sum += kernel(a, i, a, j);
  return 2 * sum / (a.count * (a.count - 1));
}

function between(a: Samples, b: Samples): number {
  let sum = 0;
  for (let i = 0; i < a.count; i++) for (let j = 0; j < b.count; j++) sum += kernel(a, i, b, j);
  return sum / (a.count * b.count);
}

function kernel(a: Samples, i: number, b: Samples, j: number): number {
  const { dimensions } = a;
  let dot = 0;
  for (let d = 0; d < dimensions; d++) dot += a.values[i * dimensions + d]! * b.values[j * dimensions + d]!;
  return (dot / dimensions + 1) ** 3;
}
