import { assertComparable, type Samples, squaredDistance } from "./samples.ts";

/**
 * The energy distance 2E|X − Y| − E|X − X′| − E|Y − Y′|, each mean over all ordered pairs (Székely & Rizzo 2013, eq. 2.1). Zero for
 * equal samples, never below, in the unit of the points.
 *
 * @throws {RangeError} When the dimensions differ.
 */
export function energyDistance(a: Samples, b: Samples): number {
  assertComparable(a, b, 1);
  return Math.max(0, 2 * meanDistance(a, b) - within(a) - within(b));
}

function meanDistance(a: Samples, b: Samples): number {
  let sum = 0;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) sum += Math.sqrt(squaredDistance(a, i, b, j));
  }
  return sum / (a.count * b.count);
}

function within(a: Samples): number {
  let sum = 0;
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < i; j++) sum += Math.sqrt(squaredDistance(a, i, a, j));
  }
  return 2 * sum / (a.count * a.count);
}
