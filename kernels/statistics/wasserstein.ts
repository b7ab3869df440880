import { assertComparable, type Samples } from "./samples.ts";

/**
 * The exact Wasserstein distance of two sets of numbers, of any sizes: (∫ |F⁻¹ − G⁻¹|^order)^(1/order) over their quantile functions
 * (Peyré & Cuturi 2019, remark 2.30), in the unit of the numbers.
 *
 * @param options.order 1 when left out.
 * @throws {RangeError} When a side is empty or the order is below one.
 */
export function wasserstein1d(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: { readonly order?: number } = {},
): number {
  const order = options.order ?? 1;
  if (a.length === 0 || b.length === 0) {
    throw new RangeError(`Cannot compare "${a.length}" and "${b.length}" numbers: expected some on each side`);
  }
  if (!(order >= 1)) throw new RangeError(`Cannot compare at order "${order}": expected at least 1`);
  return transport(Float64Array.from(a).sort(), Float64Array.from(b).sort(), order) ** (1 / order);
}

/**
 * The sliced Wasserstein distance: (mean of W^order over random directions)^(1/order) (Bonneel et al. 2015, eq. 8; directions uniform on the
 * sphere, drawn from the seed). Zero for equal samples.
 *
 * @param options.projections Number of directions, 128 when left out.
 * @param options.order 2 when left out.
 * @throws {RangeError} When the dimensions differ, or projections or order are below one.
 */
export function slicedWasserstein(
  a: Samples,
  b: Samples,
  options: { readonly projections?: number; readonly order?: number; readonly seed?: number } = {},
): number {
  assertComparable(a, b, 1);
  const { projections = 128, order = 2, seed = 1 } = options;
  if (!(projections >= 1) || !(order >= 1)) {
    throw new RangeError(`Cannot slice at "${projections}" projections and order "${order}": expected at least 1`);
  }
  const normal = gaussians(seed);
  let sum = 0;
  for (let k = 0; k < projections; k++) {
    const direction = Float64Array.from({ length: a.dimensions }, normal);
    const length = Math.hypot(...direction) || 1;
    const along = direction.map((value) => value / length);
    sum += transport(project(a, along).sort(), project(b, along).sort(), order);
  }
  return (sum / projections) ** (1 / order);
}

/** ∫ |F⁻¹ − G⁻¹|^order for sorted numbers. */
function transport(a: Float64Array, b: Float64Array, order: number): number {
  let [i, j, done, cost] = [0, 0, 0, 0];
  while (i < a.length && j < b.length) {
    // Compared in whole numbers: (i + 1) / a.length against (j + 1) / b.length.
    const left = (i + 1) * b.length;
    const right = (j + 1) * a.length;
    const next = Math.min(left, right);
    cost += (next - done) * Math.abs(a[i]! - b[j]!) ** order;
    done = next;
    if (left === next) i++;
    if (right === next) j++;
  }
  return cost / (a.length * b.length);
}

function project({ count, dimensions, values }: Samples, direction: Float64Array): Float64Array {
  return Float64Array.from({ length: count }, (_, row) => {
    let dot = 0;
    for (let d = 0; d < dimensions; d++) dot += values[row * dimensions + d]! * direction[d]!;
    return dot;
  });
}

function gaussians(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (((mixed ^ (mixed >>> 15)) >>> 0) + 0.5) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
