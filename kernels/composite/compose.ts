import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../backend_name.ts";

/** Runs one stock kernel inside a composed one. */
export type Run = (kernelName: string, inputs: tf.NamedTensorInfoMap, attrs?: object) => tf.TensorInfo;

/** A kernel made of other kernels of the same backend. Everything but its result is released. */
export function compose(backendName: BackendName, backend: object, work: (run: Run) => tf.TensorInfo): tf.TensorInfo {
  const made: tf.TensorInfo[] = [];
  const run: Run = (kernelName, inputs, attrs = {}) => {
    const { kernelFunc } = tf.getKernel(kernelName, backendName);
    const out = kernelFunc({ inputs, backend, attrs: attrs as tf.NamedAttrMap }) as tf.TensorInfo;
    made.push(out);
    return out;
  };
  const { disposeData } = backend as tf.KernelBackend;
  let result: tf.TensorInfo | undefined;
  try {
    result = work(run);
    return result;
  } finally {
    for (const info of made) {
      if (info !== result) disposeData.call(backend, info.dataId);
    }
  }
}
