import type { Scored } from "./metrics.ts";

/** A number with the interval that 95 % of the bootstrap samples fall into. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Options of {@link bootstrap}. */
export interface BootstrapOptions {
  /** How many samples are drawn. */
  readonly samples: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * A metric with its percentile bootstrap interval (Efron 1979). Whole groups are drawn, not single answers: answers to one
 * question resemble each other.
 */
export function bootstrap(
  rows: readonly Scored[],
  metric: (rows: readonly Scored[]) => number,
  { samples, random }: BootstrapOptions,
): Estimate {
  const groups = [...Map.groupBy(rows, ({ group }) => group).values()];
  const drawn = Array.from(
    { length: samples },
    () => metric(groups.flatMap(() => groups[Math.floor(random() * groups.length)] ?? [])),
  )
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const quantile = (q: number) => drawn[Math.min(drawn.length - 1, Math.floor(q * drawn.length))] ?? NaN;
  return { value: metric(rows), low: quantile(0.025), high: quantile(0.975) };
}

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
