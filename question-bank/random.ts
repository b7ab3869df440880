import type { Random } from "./format.ts";

/**
 * Numbers for a check's inputs: mulberry32 for uniforms, Box–Muller on top of it for normals. Equal seeds give equal numbers; without
 * a seed they cannot be foreseen.
 */
export function seededRandom(seed: number = crypto.getRandomValues(new Uint32Array(1))[0]!): Random {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    // 1 - u is in (0, 1], so that the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}
