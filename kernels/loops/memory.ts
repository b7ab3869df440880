import type * as tf from "@tensorflow/tfjs";

export type Values = Float32Array | Int32Array | Uint8Array;

/** How a plain loop reaches the numbers of a backend that keeps them in this process. */
export interface Memory {
  /** A new tensor of zeros. Allocate before reading: growth may move what was read before. */
  zeros(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo;
  /** The numbers of a tensor, valid until the next allocation. */
  values(info: tf.TensorInfo): Values;
}

/** Builds the kernel function of one loop on top of a backend's memory. */
export type LoopKernel = (params: {
  readonly inputs: Record<string, tf.TensorInfo>;
  readonly attrs: Record<string, never>;
  readonly memory: Memory;
}) => tf.TensorInfo;

export function floats(memory: Memory, info: tf.TensorInfo): Float32Array {
  return memory.values(info) as Float32Array;
}
