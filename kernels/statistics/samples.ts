/** Points in space, one after the other: `values` is [count, dimensions], row by row. */
export interface Samples {
  /** Number of points. */
  readonly count: number;
  /** Numbers a point. */
  readonly dimensions: number;
  /** All numbers, row by row: [count, dimensions]. */
  readonly values: Float64Array;
}

/**
 * Points from rows or from flat numbers with their dimensions. Numbers are kept in float64.
 *
 * @throws {RangeError} When there is no point, a row is longer or shorter than the first, or a number is not finite.
 */
export function toSamples(
  values: ArrayLike<number> | readonly ArrayLike<number>[],
  dimensions?: number,
): Samples {
  const isRows = values.length > 0 && typeof values[0] !== "number";
  const width = isRows ? (values as readonly ArrayLike<number>[])[0]!.length : dimensions ?? 1;
  if (values.length === 0 || width < 1) {
    throw new RangeError(`Cannot take samples from "${values.length}" values: none, expected at least one point`);
  }
  const flat = isRows ? flatten(values as readonly ArrayLike<number>[], width) : values as ArrayLike<number>;
  if (flat.length % width !== 0) {
    throw new RangeError(`Cannot take samples from "${flat.length}" numbers: expected a multiple of ${width}`);
  }
  const data = Float64Array.from(flat);
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(`Cannot take samples: number ${bad} is ${data[bad]}, expected finite numbers`);
  }
  return { count: data.length / width, dimensions: width, values: data };
}

function flatten(rows: readonly ArrayLike<number>[], width: number): Float64Array {
  const flat = new Float64Array(rows.length * width);
  for (const [index, row] of rows.entries()) {
    if (row.length !== width) {
      throw new RangeError(`Cannot take samples: row ${index} has ${row.length} numbers, expected ${width}`);
    }
    flat.set(row as ArrayLike<number>, index * width);
  }
  return flat;
}

/** Refuses two sets that cannot be compared. */
export function assertComparable(a: Samples, b: Samples, atLeast: number): void {
  if (a.dimensions !== b.dimensions) {
    throw new RangeError(
      `Cannot compare samples of "${a.dimensions}" and "${b.dimensions}" dimensions: expected the same number`,
    );
  }
  const fewest = Math.min(a.count, b.count);
  if (fewest < atLeast) {
    throw new RangeError(`Cannot compare "${fewest}" samples: too few, expected at least ${atLeast} on each side`);
  }
}

/** The squared distance of point i of a to point j of b. */
export function squaredDistance(a: Samples, i: number, b: Samples, j: number): number {
  const { dimensions } = a;
  const x = i * dimensions;
  const y = j * dimensions;
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = a.values[x + d]! - b.values[y + d]!;
    sum += difference * difference;
  }
  return sum;
}
