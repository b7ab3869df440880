import type * as tf from "@tensorflow/tfjs";
import { conv2dFilterByRoleSwap } from "../composite/conv2d_filter_by_role_swap.ts";
import { einsumKernel } from "../composite/einsum.ts";
import { adamUpdateLoops } from "../loops/adam_update.ts";
import { conv3dFilterGrad } from "../loops/conv3d_filter_grad.ts";
import { conv3dInputGrad } from "../loops/conv3d_input_grad.ts";
import { maxPoolGrad } from "../loops/max_pool_grad.ts";
import { maxPoolWithArgmax } from "../loops/max_pool_with_argmax.ts";
import type { LoopKernel } from "../loops/memory.ts";
import { sharedKernels } from "../loops/shared_kernels.ts";
import { adamUpdate } from "../optimizers/adam_update.ts";
import { batchMatMul, multiply } from "./batch_mat_mul.ts";
import { conv2dFilterByColumns } from "./conv2d_filter_by_columns.ts";
import { conv2dInputByPhases } from "./conv2d_input_by_phases.ts";
import { withExplicitPadding } from "./convolution_padding.ts";
import { identity } from "./identity.ts";
import { matMulWeights } from "./mat_mul_weights.ts";
import { transpose } from "./transpose.ts";
import { type WasmBackend, wasmMemory } from "./wasm_memory.ts";

/** What the wasm backend lacks, gets wrong (the max-pool and 3-D gradients) or does slowly. */
export function wasmKernels(stock: (kernelName: string) => tf.KernelFunc): readonly tf.KernelConfig[] {
  const weights = matMulWeights(stock("Identity"));
  const fusedMatMul = stock("_FusedMatMul");
  return [
    ...Object.entries(sharedKernels).map(([kernelName, run]) => kernel(kernelName, loop(run))),
    kernel(
      adamUpdate,
      ({ inputs, attrs, backend }) =>
        adamUpdateLoops(inputs as never, attrs as never, wasmMemory(backend as WasmBackend)),
    ),
    kernel("BatchMatMul", batchMatMul(stock("BatchMatMul"), weights)),
    kernel("_FusedMatMul", (params) => multiply(fusedMatMul, weights, params)),
    kernel("Conv2D", withExplicitPadding(stock("Conv2D"), false)),
    kernel("DepthwiseConv2dNative", withExplicitPadding(stock("DepthwiseConv2dNative"), true)),
    kernel("Conv2DBackpropFilter", conv2dFilter),
    kernel("Conv2DBackpropInput", conv2dInputByPhases),
    kernel("Conv3DBackpropFilterV2", loop(conv3dFilterGrad)),
    kernel("Conv3DBackpropInputV2", loop(conv3dInputGrad)),
    einsumKernel("wasm"),
    kernel("Identity", identity),
    kernel("Transpose", transpose(stock("Transpose"))),
    kernel("MaxPoolGrad", loop(maxPoolGrad)),
    kernel(
      "MaxPoolWithArgmax",
      ({ inputs, attrs, backend }) =>
        maxPoolWithArgmax(inputs["x"]!, attrs as never, wasmMemory(backend as WasmBackend)),
    ),
  ];
}

const byRoleSwap = conv2dFilterByRoleSwap("wasm");

/** Laying out columns pays while they are fewer than about four times the channels of dy, which the other way packs. */
const conv2dFilter: tf.KernelFunc = (params) => {
  const { filterShape, dataFormat } = params.attrs as unknown as { filterShape: number[]; dataFormat: string };
  const [tall, wide, inChannels, outChannels] = filterShape as [number, number, number, number];
  const isThin = tall * wide * inChannels < 4 * outChannels;
  return isThin && dataFormat === "NHWC" ? conv2dFilterByColumns(params) : byRoleSwap(params);
};

function kernel(kernelName: string, kernelFunc: tf.KernelFunc): tf.KernelConfig {
  return { kernelName, backendName: "wasm", kernelFunc };
}

function loop(run: LoopKernel): tf.KernelFunc {
  return ({ inputs, backend, attrs }) =>
    run({
      inputs: inputs as Record<string, tf.TensorInfo>,
      attrs: attrs as Record<string, never>,
      memory: wasmMemory(backend as WasmBackend),
    });
}
