import * as tf from "@tensorflow/tfjs";
import { asFloat } from "../composite/as_float.ts";
import { checkedInputGrad } from "../composite/checked_convolution.ts";
import { einsumKernel } from "../composite/einsum.ts";
import { adamUpdateLoops } from "../loops/adam_update.ts";
import { conv3dFilterGrad } from "../loops/conv3d_filter_grad.ts";
import { conv3dInputGrad } from "../loops/conv3d_input_grad.ts";
import { maxPoolGrad } from "../loops/max_pool_grad.ts";
import { maxPoolWithArgmax } from "../loops/max_pool_with_argmax.ts";
import type { LoopKernel } from "../loops/memory.ts";
import { sharedKernels } from "../loops/shared_kernels.ts";
import { adamUpdate } from "../optimizers/adam_update.ts";
import { batchMatMul } from "./batch_mat_mul.ts";
import { conv2dFilterGrad } from "./conv2d_filter_grad.ts";
import { conv2dForward } from "./conv2d_forward.ts";
import { conv2dInputGrad } from "./conv2d_input_grad.ts";
import { withExplicitPadding } from "./convolution_padding.ts";
import { fused } from "./fused.ts";
import { identity } from "./identity.ts";
import { microKernels } from "./micro_kernels.ts";
import { relu } from "./relu.ts";
import { transpose } from "./transpose.ts";
import { type WasmBackend, wasmHeap, wasmMemory } from "./wasm_memory.ts";

/** What the wasm backend lacks, gets wrong (the max-pool and 3-D gradients) or does slowly. */
export function wasmKernels(stock: (kernelName: string) => tf.KernelFunc): readonly tf.KernelConfig[] {
  // Compiled now: who installs may take WebAssembly away from what runs afterwards.
  microKernels(wasmHeap(tf.backend() as WasmBackend));
  return [
    ...Object.entries(sharedKernels).map(([kernelName, run]) => kernel(kernelName, loop(run))),
    kernel(
      adamUpdate,
      ({ inputs, attrs, backend }) =>
        adamUpdateLoops(inputs as never, attrs as never, wasmMemory(backend as WasmBackend)),
    ),
    kernel(
      "BatchMatMul",
      asFloat("wasm", "BatchMatMul", { stock: batchMatMul(stock("BatchMatMul")), operands: ["a", "b"] }),
    ),
    kernel("ClipByValue", asFloat("wasm", "ClipByValue", { stock: stock("ClipByValue"), operands: ["x"] })),
    kernel("_FusedMatMul", fused("BatchMatMul")),
    kernel("Conv2D", conv2dForward(stock("Conv2D"))),
    kernel("FusedConv2D", fused("Conv2D")),
    kernel("FusedDepthwiseConv2D", fused("DepthwiseConv2dNative")),
    kernel("DepthwiseConv2dNative", withExplicitPadding(stock("DepthwiseConv2dNative"))),
    kernel("Conv2DBackpropFilter", conv2dFilterGrad),
    kernel("Conv2DBackpropInput", checkedInputGrad(conv2dInputGrad)),
    kernel("Conv3DBackpropFilterV2", loop(conv3dFilterGrad)),
    kernel("Conv3DBackpropInputV2", loop(conv3dInputGrad)),
    einsumKernel("wasm"),
    kernel("Identity", identity),
    kernel("Transpose", transpose(stock("Transpose"))),
    kernel("Relu", relu("relu", stock("Relu"))),
    kernel("Relu6", relu("relu6", stock("Relu6"))),
    kernel("MaxPoolGrad", loop(maxPoolGrad)),
    kernel(
      "MaxPoolWithArgmax",
      ({ inputs, attrs, backend }) =>
        maxPoolWithArgmax(inputs["x"]!, attrs as never, wasmMemory(backend as WasmBackend)),
    ),
  ];
}

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
