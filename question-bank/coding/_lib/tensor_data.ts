import type { Random } from "../../mod.ts";
import { normals } from "./draw.ts";

/** A tensor as plain data, row by row. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** float32 if not given. */
  readonly dtype?: "float32" | "int32";
}

/** The entry at an index. */
export function at({ shape, values }: TensorData, ...index: readonly number[]): number {
  return values[shape.reduce((offset, size, axis) => offset * size + index[axis]!, 0)]!;
}

/** A tensor whose entries are computed from their index. */
export function tensorBy(shape: readonly number[], entry: (...index: number[]) => number): TensorData {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, values: Array.from({ length: count }, (_, offset) => entry(...indexAt(shape, offset))) };
}

/** The index of the entry at an offset. */
export function indexAt(shape: readonly number[], offset: number): number[] {
  const index: number[] = [];
  for (let rest = offset, axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

/** A tensor of float32 numbers from a normal distribution. */
export function normalTensor(
  random: Random,
  shape: readonly number[],
  options: Parameters<typeof normals>[2] = {},
): TensorData {
  return { shape, values: normals(random, shape.reduce((product, size) => product * size, 1), options) };
}
