import * as tf from "@tensorflow/tfjs";
import type { Memory, Values } from "../loops/memory.ts";

/** The public methods of the cpu backend that kernels use. */
export interface CpuBackend extends tf.KernelBackend {
  readonly data: { get(dataId: object): { readonly values: Values } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Values): tf.TensorInfo;
}

export function cpuMemory(backend: CpuBackend): Memory {
  return {
    zeros: (shape, dtype) => {
      const values = tf.util.getTypedArrayFromDType(dtype as tf.NumericDataType, tf.util.sizeFromShape([...shape]));
      return backend.makeTensorInfo([...shape], dtype, values as Values);
    },
    values: (info) => backend.data.get(info.dataId).values,
  };
}
