import type * as tf from "@tensorflow/tfjs";
import type { Memory, Values } from "../loops/memory.ts";

/** The public methods of the wasm backend that kernels use. */
export interface WasmBackend extends tf.KernelBackend {
  makeOutput(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Values;
  incRef(dataId: object): void;
}

/** The memory of tfjs's own wasm module, and where in it a tensor lies: private in 4.22, and final. */
export function wasmHeap(backend: WasmBackend): WebAssembly.Memory {
  return (backend as unknown as { wasm: { asm: { memory: WebAssembly.Memory } } }).wasm.asm.memory;
}

export function addressOf(backend: WasmBackend, info: tf.TensorInfo): number {
  const { dataIdMap } = backend as unknown as { dataIdMap: { get(id: object): { memoryOffset: number } } };
  return dataIdMap.get(info.dataId).memoryOffset;
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
