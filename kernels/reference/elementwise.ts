import { at, build, nd, type NdArray } from "./nd_array.ts";

export function map(x: NdArray, f: (value: number) => number): NdArray {
  return nd(x.shape, x.data.map(f));
}

/** Two operands, broadcast from the right. */
export function zip(a: NdArray, b: NdArray, f: (a: number, b: number) => number): NdArray {
  const rank = Math.max(a.shape.length, b.shape.length);
  const aligned = (x: NdArray) => [...new Array<number>(rank - x.shape.length).fill(1), ...x.shape];
  const [left, right] = [aligned(a), aligned(b)];
  const shape = left.map((size, axis) => Math.max(size, right[axis]!));
  const read = (x: NdArray, full: readonly number[], index: readonly number[]) => {
    const own = index.map((i, axis) => full[axis] === 1 ? 0 : i).slice(rank - x.shape.length);
    return at(x, ...own);
  };
  return build(shape, (...index) => f(read(a, left, index), read(b, right, index)));
}

/** Folds the last axis away. */
export function foldRows(x: NdArray, f: (row: Float64Array) => number): NdArray {
  const length = x.shape[x.shape.length - 1]!;
  return nd(
    x.shape.slice(0, -1),
    Array.from({ length: x.data.length / length }, (_, row) => f(x.data.subarray(row * length, (row + 1) * length))),
  );
}

/** Replaces each row of the last axis. */
export function mapRows(x: NdArray, f: (row: Float64Array) => ArrayLike<number>): NdArray {
  const length = x.shape[x.shape.length - 1]!;
  const out = nd(x.shape);
  for (let row = 0; row < x.data.length; row += length) out.data.set(f(x.data.subarray(row, row + length)), row);
  return out;
}

export const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
export const softplus = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
export const elu = (v: number): number => v >= 0 ? v : Math.expm1(v);
export const selu = (v: number): number =>
  1.0507009873554804934193349852946 * (v >= 0 ? v : 1.6732632423543772848170429916717 * Math.expm1(v));

export function logSumExp(row: Float64Array): number {
  const most = Math.max(...row);
  return most + Math.log(row.reduce((sum, v) => sum + Math.exp(v - most), 0));
}
