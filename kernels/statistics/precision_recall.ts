import { assertComparable, type Samples, squaredDistance } from "./samples.ts";

/** Shares from zero to one. */
export interface PrecisionRecall {
  /** Share of generated points that lie inside the real manifold. */
  readonly precision: number;
  /** Share of real points that lie inside the generated manifold. */
  readonly recall: number;
}

/**
 * k-NN precision and recall: a manifold is the union of balls around its points, each reaching to the k-th nearest other
 * point (Kynkäänniemi et al. 2019, eqs. 1–2).
 *
 * @param options.neighbours k, 3 when left out.
 * @throws {RangeError} When the dimensions differ or a side has no k-th neighbour.
 */
export function precisionRecall(
  real: Samples,
  generated: Samples,
  options: { readonly neighbours?: number } = {},
): PrecisionRecall {
  const k = options.neighbours ?? 3;
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`Cannot count neighbours "${k}": expected a positive integer`);
  }
  assertComparable(real, generated, k + 1);
  return { precision: shareInside(generated, real, k), recall: shareInside(real, generated, k) };
}

function shareInside(points: Samples, manifold: Samples, k: number): number {
  const radii = squaredRadii(manifold, k);
  let inside = 0;
  for (let i = 0; i < points.count; i++) {
    for (let j = 0; j < manifold.count; j++) {
      if (squaredDistance(points, i, manifold, j) <= radii[j]!) {
        inside++;
        break;
      }
    }
  }
  return inside / points.count;
}

function squaredRadii(manifold: Samples, k: number): Float64Array {
  return Float64Array.from({ length: manifold.count }, (_, i) => {
    const distances = new Float64Array(manifold.count);
    for (let j = 0; j < manifold.count; j++) distances[j] = j === i ? -1 : squaredDistance(manifold, i, manifold, j);
    return distances.sort()[k]!;
  });
}
