import { assertComparable, type Samples, squaredDistance } from "./samples.ts";

/** How generated points spread over known modes. */
export interface ModeCoverage {
  /** Modes with at least the asked share of an even spread. */
  readonly covered: number;
  /** Modes there are. */
  readonly modes: number;
  /** Share of points within the radius of some mode. */
  readonly quality: number;
  /** Points within the radius of each mode, by nearest mode. */
  readonly counts: readonly number[];
}

/**
 * Counts modes that generated points reach (Srivastava et al. 2017, section 4.1, which uses three standard deviations as the radius).
 *
 * @param options.radius Farthest distance from a mode that counts as reaching it.
 * @param options.shareMin Share of count / modes that a mode needs to be covered, 0.2 when left out.
 * @throws {RangeError} When the dimensions differ or the radius is not positive.
 */
export function modeCoverage(
  points: Samples,
  modes: Samples,
  options: { readonly radius: number; readonly shareMin?: number },
): ModeCoverage {
  assertComparable(points, modes, 1);
  const { radius, shareMin = 0.2 } = options;
  if (!(radius > 0)) throw new RangeError(`Cannot count modes within radius "${radius}": expected a positive radius`);
  const counts = new Array<number>(modes.count).fill(0);
  for (let i = 0; i < points.count; i++) {
    let [nearest, best] = [0, Infinity];
    for (let j = 0; j < modes.count; j++) {
      const squared = squaredDistance(points, i, modes, j);
      if (squared < best) [nearest, best] = [j, squared];
    }
    if (best <= radius * radius) counts[nearest]!++;
  }
  const least = Math.max(1, shareMin * points.count / modes.count);
  return {
    covered: counts.filter((count) => count >= least).length,
    modes: modes.count,
    quality: counts.reduce((sum, count) => sum + count, 0) / points.count,
    counts,
  };
}
