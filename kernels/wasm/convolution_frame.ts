import type * as tf from "@tensorflow/tfjs";
import { type MicroKernels, microKernels } from "./micro_kernels.ts";
import { addressOf, type WasmBackend, wasmHeap } from "./wasm_memory.ts";

/**
 * How a convolution lies in memory for the micro kernels: rows of x widened by their padding, so that the columns one filter
 * row sees from any place are neighbours: `window` numbers, `step` numbers further for the next place.
 */
export interface Frame {
  /** Numbers in a widened row of x. */
  readonly row: number;
  /** Numbers between the start of a widened row and its first column. */
  readonly before: number;
  readonly window: number;
  readonly step: number;
  /** Whether x itself is such a frame. */
  readonly isExact: boolean;
}

export function frameOf(info: tf.backend_util.Conv2DInfo): Frame {
  const { inWidth, inChannels, outWidth, strideWidth, filterWidth, padInfo } = info;
  const covered = (outWidth - 1) * strideWidth + filterWidth;
  const wide = Math.max(padInfo.left + inWidth, covered);
  return {
    row: wide * inChannels,
    before: padInfo.left * inChannels,
    window: filterWidth * inChannels,
    step: strideWidth * inChannels,
    isExact: wide === inWidth,
  };
}

/** Rows of the output whose filter row `tap` lies inside x: first and one past the last. */
export function rowsInside(info: tf.backend_util.Conv2DInfo, tap: number): readonly [number, number] {
  const offset = tap - info.padInfo.top;
  const first = Math.max(0, Math.ceil(-offset / info.strideHeight));
  const end = Math.min(info.outHeight, Math.floor((info.inHeight - 1 - offset) / info.strideHeight) + 1);
  return [first, Math.max(first, end)];
}

/** Memory for one kernel call: regions of numbers, all zero, released together. */
export interface Scratch {
  readonly kernels: MicroKernels;
  readonly address: (info: tf.TensorInfo) => number;
  /** Byte address of a new region. */
  readonly region: (length: number) => number;
  /** Byte address of a table of byte offsets. */
  readonly table: (length: number, entry: (index: number) => number) => number;
}

export function withScratch<T>(backend: WasmBackend, work: (scratch: Scratch) => T): T {
  const memory = wasmHeap(backend);
  const regions: tf.TensorInfo[] = [];
  const address = (info: tf.TensorInfo) => addressOf(backend, info);
  const make = (length: number, dtype: "float32" | "int32") => {
    const info = backend.makeOutput([length], dtype);
    regions.push(info);
    return info;
  };
  try {
    return work({
      kernels: microKernels(memory),
      address,
      region: (length) => {
        const info = make(length, "float32");
        backend.typedArrayFromHeap(info).fill(0);
        return address(info);
      },
      table: (length, entry) => {
        const info = make(length, "int32");
        const values = backend.typedArrayFromHeap(info);
        for (let i = 0; i < length; i++) values[i] = 4 * entry(i);
        return address(info);
      },
    });
  } finally {
    for (const { dataId } of regions) backend.disposeData(dataId);
  }
}
