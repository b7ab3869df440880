import type * as tf from "@tensorflow/tfjs";
import { compose, type Run } from "../composite/compose.ts";

interface Attributes {
  readonly activation: string | null;
  readonly leakyreluAlpha: number;
}

/**
 * A fused kernel as its plain one, a bias and an activation. Stock's own would bring back what the plain ones put right, and
 * packs its right operand once for every shape that is ever reshaped to.
 */
export function fused(plain: "BatchMatMul" | "Conv2D" | "DepthwiseConv2dNative"): tf.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const { bias, preluActivationWeights, ...operands } = inputs;
    const { activation, leakyreluAlpha } = attrs as unknown as Attributes;
    return compose("wasm", backend, (run) => {
      const product = run(plain, operands, attrs);
      const sum = bias ? run("Add", { a: product, b: bias }) : product;
      return activate(run, { sum, activation, slope: leakyreluAlpha, slopes: preluActivationWeights });
    });
  };
}

function activate(
  run: Run,
  { sum, activation, slope, slopes }: {
    readonly sum: tf.TensorInfo;
    readonly activation: string | null;
    readonly slope: number;
    readonly slopes: tf.TensorInfo | undefined;
  },
): tf.TensorInfo {
  switch (activation ?? "linear") {
    case "linear":
      return sum;
    case "relu":
      return run("Relu", { x: sum });
    case "relu6":
      return run("Relu6", { x: sum });
    case "elu":
      return run("Elu", { x: sum });
    case "sigmoid":
      return run("Sigmoid", { x: sum });
    case "leakyrelu":
      return run("LeakyRelu", { x: sum }, { alpha: slope });
    case "prelu":
      return run("Prelu", { x: sum, alpha: slopes! });
    default:
      throw new RangeError(
        `Cannot fuse activation "${activation}": unknown on wasm, expected linear, relu, relu6, elu, sigmoid, leakyrelu or prelu`,
      );
  }
}
