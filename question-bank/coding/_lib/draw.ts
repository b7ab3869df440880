import type { Random } from "../../mod.ts";

// Tensors hold float32: rounded here, host and jail compute on the same numbers.

/** `count` numbers from a normal distribution, rounded to float32. */
export function normals(
  random: Random,
  count: number,
  { mean = 0, deviation = 1 }: { readonly mean?: number; readonly deviation?: number } = {},
): number[] {
  return Array.from({ length: count }, () => Math.fround(mean + deviation * random.normal()));
}

/** `count` numbers uniform in [`from`, `to`), rounded to float32. */
export function uniforms(
  random: Random,
  count: number,
  { from = 0, to = 1 }: { readonly from?: number; readonly to?: number } = {},
): number[] {
  return Array.from({ length: count }, () => Math.fround(from + (to - from) * random.uniform()));
}
