import type * as tf from "@tensorflow/tfjs";
import type { Memory, Values } from "../loops/memory.ts";

/** The public methods of the wasm backend that kernels use. */
export interface WasmBackend extends tf.KernelBackend {
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Values;
  incRef(dataId: object): void;
}

export function wasmMemory(backend: WasmBackend): Memory {
  return {
    zeros: (shape, dtype) => {
      const info = backend.makeOutput([...shape], dtype);
      backend.typedArrayFromHeap(info).fill(0);
      return info;
    },
    values: (info) => backend.typedArrayFromHeap(info),
  };
}
