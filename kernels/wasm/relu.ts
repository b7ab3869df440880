import type * as tf from "@tensorflow/tfjs";
import { microKernels } from "./micro_kernels.ts";
import { addressOf, type WasmBackend, wasmHeap } from "./wasm_memory.ts";

/** Rectifies and keeps NaN: stock makes it zero, so that a training that has diverged looks as if it went on. */
export function relu(name: "relu" | "relu6", stock: tf.KernelFunc): tf.KernelFunc {
  const limit = name === "relu6" ? 6 : Infinity;
  return (params) => {
    const x = params.inputs["x"]!;
    if (x.dtype !== "float32") return stock(params);
    const wasm = params.backend as WasmBackend;
    const out = wasm.makeOutput(x.shape, "float32");
    const [from, to] = [wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(out)];
    const vectors = to.length >> 2;
    microKernels(wasmHeap(wasm))[name](addressOf(wasm, x), addressOf(wasm, out), vectors);
    for (let i = 4 * vectors; i < to.length; i++) to[i] = Math.min(Math.max(from[i]!, 0), limit);
    return out;
  };
}
