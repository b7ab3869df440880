/** A float64 array with a shape, row-major: what every oracle computes on. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export function nd(shape: readonly number[], data?: ArrayLike<number>): NdArray {
  const size = sizeOf(shape);
  if (data && data.length !== size) {
    throw new RangeError(`Cannot shape "${data.length}" values as [${shape}], expected ${size}`);
  }
  return { shape, data: data ? Float64Array.from(data) : new Float64Array(size) };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Every index of a shape, in order. The array is reused: copy it to keep it. */
export function* indices(shape: readonly number[]): Generator<readonly number[]> {
  const index = new Array<number>(shape.length).fill(0);
  for (let count = sizeOf(shape); count > 0; count--) {
    yield index;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** The value at an index, zero outside. */
export function at(x: NdArray, ...index: number[]): number {
  let offset = 0;
  for (const [axis, size] of x.shape.entries()) {
    const i = index[axis]!;
    if (i < 0 || i >= size) return 0;
    offset = offset * size + i;
  }
  return x.data[offset]!;
}

/** An array filled from its indices. */
export function build(shape: readonly number[], value: (...index: number[]) => number): NdArray {
  const out = nd(shape);
  let at = 0;
  for (const index of indices(shape)) out.data[at++] = value(...index);
  return out;
}
