/** A small deterministic generator (mulberry32), so that every failure comes back. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Values in ±range whose pairwise distance and distance from zero keep them away from kinks and ties. */
export function apart(length: number, random: () => number, range = 1.5): number[] {
  const values = Array.from({ length }, (_, i) => ((i + 0.5) / length * 2 - 1) * range + 0.013);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
}
