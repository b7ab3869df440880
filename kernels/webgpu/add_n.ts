import type * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";
import type { WebGpuBackend } from "./webgpu_backend.ts";

/** Adds in portions: stock binds all inputs at once, and a device that takes fewer buffers answers zeros. */
export function addN(stock: tf.KernelFunc): tf.KernelFunc {
  return (params) => {
    const inputs = Object.values(params.inputs) as tf.TensorInfo[];
    const { device } = params.backend as WebGpuBackend;
    const portion = device.limits.maxStorageBuffersPerShaderStage - 1;
    if (inputs.length <= portion) return stock(params);
    return compose("webgpu", params.backend, (run) => {
      const add = (terms: tf.TensorInfo[]): tf.TensorInfo => run("AddN", terms as unknown as tf.NamedTensorInfoMap);
      let rest = inputs;
      while (rest.length > portion) rest = [add(rest.slice(0, portion)), ...rest.slice(portion)];
      return add(rest);
    });
  };
}
