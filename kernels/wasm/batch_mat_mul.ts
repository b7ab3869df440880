import * as tf from "@tensorflow/tfjs";
import { compose } from "../composite/compose.ts";
import type { matMulWeights } from "./mat_mul_weights.ts";

/** Transposes first and multiplies then: stock reaches XNNPACK only with operands that are not transposed. */
export function batchMatMul(stock: tf.KernelFunc, weights: ReturnType<typeof matMulWeights>): tf.KernelFunc {
  return (params) => {
    const { inputs, backend, attrs } = params;
    const { transposeA, transposeB } = (attrs ?? {}) as { transposeA?: boolean; transposeB?: boolean };
    if (!transposeA && !transposeB) return multiply(stock, weights, params);
    return compose("wasm", backend, (run) => {
      const flip = (info: tf.TensorInfo) => {
        const rank = info.shape.length;
        const perm = [...info.shape.keys()];
        perm[rank - 2] = rank - 1;
        perm[rank - 1] = rank - 2;
        return run("Transpose", { x: info }, { perm });
      };
      const a = transposeA ? flip(inputs["a"]!) : inputs["a"]!;
      const b = transposeB ? flip(inputs["b"]!) : inputs["b"]!;
      return run("BatchMatMul", { a, b }, { transposeA: false, transposeB: false });
    });
  };
}

/** Runs a stock product whose right operand nobody has packed in another shape. */
export function multiply(
  stock: tf.KernelFunc,
  weights: ReturnType<typeof matMulWeights>,
  params: Parameters<tf.KernelFunc>[0],
): tf.TensorInfo {
  const b = weights.own(params.inputs["b"]!, params.backend as tf.KernelBackend);
  try {
    return stock({ ...params, inputs: { ...params.inputs, b: b.info } }) as tf.TensorInfo;
  } finally {
    b.release();
  }
}
