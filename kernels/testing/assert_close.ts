import assert from "node:assert/strict";

/** |actual − expected| / |expected| in the Euclidean norm, the absolute error where expected is all but zero. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(norm), 1e-3);
}

export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  options: { readonly tolerance: number; readonly what: string },
): void {
  assert.equal(actual.length, expected.length, `${options.what}: length`);
  const error = relativeError(actual, expected);
  assert.ok(
    error <= options.tolerance,
    `${options.what}: relative error ${error.toExponential(2)}, expected at most ${options.tolerance}\n` +
      `  actual   ${Array.from(actual).slice(0, 8).map((v) => v.toPrecision(5)).join(" ")}\n` +
      `  expected ${Array.from(expected).slice(0, 8).map((v) => v.toPrecision(5)).join(" ")}`,
  );
}
