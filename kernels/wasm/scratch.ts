import type * as tf from "@tensorflow/tfjs";
import { type MicroKernels, microKernels } from "./micro_kernels.ts";
import { addressOf, type WasmBackend, wasmHeap } from "./wasm_memory.ts";

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

interface Matrix {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly columns: number;
}

/** Numbers that a matrix takes in panels. */
export function panelLength({ rows, columns }: Pick<Matrix, "rows" | "columns">): number {
  return Math.ceil(columns / 8) * 8 * rows;
}

/** Lays a matrix [rows, columns] out in panels eight columns wide. */
export function packPanels(kernels: MicroKernels, { from, to, rows, columns }: Matrix): void {
  for (let first = 0; first < columns; first += 8) {
    const bytes = 4 * Math.min(8, columns - first);
    kernels.copyRows(from + 4 * first, 4 * columns, to + 4 * first * rows, 32, bytes, rows);
  }
}

/** Lays the transpose of a matrix [columns, rows] out in panels eight columns wide. */
export function packFlippedPanels(kernels: MicroKernels, { from, to, rows, columns }: Matrix): void {
  for (let first = 0; first < columns; first += 4) {
    const panel = to + 32 * (first >> 3) * rows + 4 * (first & 7);
    kernels.packFlipped(from + 4 * first * rows, 4 * rows, panel, 32, Math.min(4, columns - first), rows);
  }
}
