import type * as tf from "@tensorflow/tfjs";
import { type LoopKernel } from "./memory.ts";

/** Adds each row of x [rows, size] to the output row that its id names; ids outside [0, segments) are dropped. */
export function unsortedSegmentSumLoops(
  arrays: { readonly x: Float32Array | Int32Array; readonly ids: Int32Array; readonly out: Float32Array | Int32Array },
  shape: { readonly size: number; readonly segments: number },
): void {
  const { x, ids, out } = arrays;
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!;
    if (id < 0 || id >= shape.segments) continue;
    const from = row * shape.size;
    const to = id * shape.size;
    for (let i = 0; i < shape.size; i++) out[to + i]! += x[from + i]!;
  }
}

export const unsortedSegmentSum: LoopKernel = ({ inputs, attrs, memory }) => {
  const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
  const { numSegments: segments } = attrs as unknown as { numSegments: number };
  const rest = x.shape.slice(segmentIds.shape.length);
  const size = rest.reduce((product, axis) => product * axis, 1);
  const out = memory.zeros([segments, ...rest], x.dtype);
  const read = <T>(info: tf.TensorInfo) => memory.values(info) as T;
  unsortedSegmentSumLoops({ x: read<Float32Array>(x), ids: read<Int32Array>(segmentIds), out: read(out) }, {
    size,
    segments,
  });
  return out;
};
