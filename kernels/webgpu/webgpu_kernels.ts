import type * as tf from "@tensorflow/tfjs";
import { conv2dFilterByRoleSwap } from "../composite/conv2d_filter_by_role_swap.ts";
import { einsumKernel } from "../composite/einsum.ts";
import { adamUpdate } from "../optimizers/adam_update.ts";
import { addN } from "./add_n.ts";
import { adamUpdateKernel } from "./adam_update.ts";

/** What the webgpu backend gets wrong (AddN of many, Einsum) or does slowly. */
export function webGpuKernels(stock: (kernelName: string) => tf.KernelFunc): readonly tf.KernelConfig[] {
  return [
    kernel(adamUpdate, adamUpdateKernel),
    kernel("AddN", addN(stock("AddN"))),
    kernel("Conv2DBackpropFilter", conv2dFilter(stock("Conv2DBackpropFilter"))),
    einsumKernel("webgpu"),
  ];
}

// Below this many multiplications the transposes cost more than the tiled product saves.
const smallestSwap = 2 ** 20;

function conv2dFilter(stock: tf.KernelFunc): tf.KernelFunc {
  const swapped = conv2dFilterByRoleSwap("webgpu");
  return (params) => {
    const { dataFormat, filterShape } = params.attrs as unknown as { dataFormat: string; filterShape: number[] };
    const dy = params.inputs["dy"]!.shape;
    const products = dy.concat(filterShape.slice(0, 3)).reduce((product, axis) => product * axis, 1);
    return dataFormat === "NHWC" && products >= smallestSwap ? swapped(params) : stock(params);
  };
}

function kernel(kernelName: string, kernelFunc: tf.KernelFunc): tf.KernelConfig {
  return { kernelName, backendName: "webgpu", kernelFunc };
}
