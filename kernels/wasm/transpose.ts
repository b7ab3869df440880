import type * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "./wasm_memory.ts";

/** Transposes float32 by loops over collapsed axes; stock works out every index on its own, some ten times as slowly. */
export function transpose(stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const x = params.inputs["x"]!;
    const { perm } = params.attrs as unknown as { perm: number[] };
    const { shape, order } = collapse(x.shape, perm);
    if (x.dtype !== "float32" || order.length < 2 || order.length > 4) return stock(params);
    const backend = params.backend as WasmBackend;
    const out = backend.makeOutput(perm.map((axis) => x.shape[axis]!), "float32");
    const from = backend.typedArrayFromHeap(x) as Float32Array;
    const to = backend.typedArrayFromHeap(out) as Float32Array;
    if (order.length === 2) flip(from, to, shape[0]!, shape[1]!);
    else permute(from, to, shape, order);
    return out;
  };
}

/** Joins axes that stay neighbours and drops those of size one. */
function collapse(shape: readonly number[], perm: readonly number[]): { shape: number[]; order: number[] } {
  const groups: number[][] = [];
  for (const axis of perm) {
    if (shape[axis] === 1) continue;
    const last = groups.at(-1);
    if (last && isNext(shape, last.at(-1)!, axis)) last.push(axis);
    else groups.push([axis]);
  }
  const byStart = groups.toSorted((a, b) => a[0]! - b[0]!);
  return {
    shape: byStart.map((group) => group.reduce((product, axis) => product * shape[axis]!, 1)),
    order: groups.map((group) => byStart.indexOf(group)),
  };
}

function isNext(shape: readonly number[], before: number, axis: number): boolean {
  if (axis <= before) return false;
  for (let between = before + 1; between < axis; between++) if (shape[between] !== 1) return false;
  return true;
}

const block = 16;

function flip(from: Float32Array, to: Float32Array, rows: number, columns: number): void {
  for (let top = 0; top < rows; top += block) {
    const bottom = Math.min(rows, top + block);
    for (let left = 0; left < columns; left += block) {
      const right = Math.min(columns, left + block);
      for (let j = left; j < right; j++) {
        for (let i = top; i < bottom; i++) to[j * rows + i] = from[i * columns + j]!;
      }
    }
  }
}

function permute(from: Float32Array, to: Float32Array, shape: readonly number[], order: readonly number[]): void {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = [1, 1, 1, 1];
  const steps = [0, 0, 0, 0];
  for (const [place, axis] of order.entries()) {
    sizes[place + 4 - order.length] = shape[axis]!;
    steps[place + 4 - order.length] = strides[axis]!;
  }
  const [n0, n1, n2, n3] = sizes as [number, number, number, number];
  const [s0, s1, s2, s3] = steps as [number, number, number, number];
  let at = 0;
  for (let i0 = 0; i0 < n0; i0++) {
    for (let i1 = 0; i1 < n1; i1++) {
      for (let i2 = 0; i2 < n2; i2++) {
        let source = i0 * s0 + i1 * s1 + i2 * s2;
        for (let i3 = 0; i3 < n3; i3++, source += s3) to[at++] = from[source]!;
      }
    }
  }
}
