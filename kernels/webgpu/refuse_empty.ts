import type * as tf from "@tensorflow/tfjs";
import type { WebGpuBackend } from "./webgpu_backend.ts";

/** Answers programs over nothing with nothing, and refuses those that would read nothing: Deno ends the whole process on them. */
export function refuseEmpty(backend: WebGpuBackend): void {
  const run = backend.runWebGPUProgram.bind(backend);
  backend.runWebGPUProgram = (program, inputs, dtype, uniforms, output) => {
    if (program.outputShape.includes(0)) return output ?? backend.makeTensorInfo(program.outputShape, dtype, []);
    const empty = inputs.find((input) => input.shape.includes(0));
    if (empty) throw emptyTensor(empty.shape);
    return run(program, inputs, dtype, uniforms, output);
  };
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const { shape } = backend.tensorMap.get(dataId);
    if (shape?.includes(0)) throw emptyTensor(shape);
    upload(dataId);
  };
}

function emptyTensor(shape: tf.TensorInfo["shape"]): RangeError {
  return new RangeError(
    `Cannot compute with tensor "[${shape}]" on webgpu: it holds no numbers, expected at least one; use backend "wasm" or "cpu"`,
  );
}
