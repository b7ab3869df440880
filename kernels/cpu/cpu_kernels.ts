import type * as tf from "@tensorflow/tfjs";
import { broadcastMatMul } from "../composite/broadcast_mat_mul.ts";
import { checkedInputGrad } from "../composite/checked_convolution.ts";
import { einsumKernel } from "../composite/einsum.ts";
import { adamUpdateLoops } from "../loops/adam_update.ts";
import { conv2dFilterGrad } from "../loops/conv2d_filter_grad.ts";
import { conv2dInputGrad } from "../loops/conv2d_input_grad.ts";
import type { LoopKernel } from "../loops/memory.ts";
import { resizeBilinearGrad, resizeNearestGrad } from "../loops/resize_grad.ts";
import { sharedKernels } from "../loops/shared_kernels.ts";
import { adamUpdate } from "../optimizers/adam_update.ts";
import { type CpuBackend, cpuMemory } from "./cpu_memory.ts";

/** What the cpu backend gets wrong or does hopelessly slowly. */
export function cpuKernels(stock: (kernelName: string) => tf.KernelFunc): readonly tf.KernelConfig[] {
  return [
    ...Object.entries(sharedKernels).map(([kernelName, run]) => loop(kernelName, run)),
    {
      kernelName: adamUpdate,
      backendName: "cpu",
      kernelFunc: ({ inputs, attrs, backend }) =>
        adamUpdateLoops(inputs as never, attrs as never, cpuMemory(backend as CpuBackend)),
    },
    channelsLast("Conv2DBackpropFilter", conv2dFilterGrad, stock),
    checked(channelsLast("Conv2DBackpropInput", conv2dInputGrad, stock)),
    {
      kernelName: "BatchMatMul",
      backendName: "cpu",
      kernelFunc: broadcastMatMul("cpu", stock("BatchMatMul")),
    },
    loop("ResizeBilinearGrad", resizeBilinearGrad),
    loop("ResizeNearestNeighborGrad", resizeNearestGrad),
    einsumKernel("cpu"),
  ];
}

function loop(kernelName: string, kernel: LoopKernel): tf.KernelConfig {
  return {
    kernelName,
    backendName: "cpu",
    kernelFunc: ({ inputs, backend, attrs }) =>
      kernel({
        inputs: inputs as Record<string, tf.TensorInfo>,
        attrs: attrs as Record<string, never>,
        memory: cpuMemory(backend as CpuBackend),
      }),
  };
}

function checked(config: tf.KernelConfig): tf.KernelConfig {
  return { ...config, kernelFunc: checkedInputGrad(config.kernelFunc) };
}

function channelsLast(
  kernelName: string,
  kernel: LoopKernel,
  stock: (kernelName: string) => tf.KernelFunc,
): tf.KernelConfig {
  const own = loop(kernelName, kernel);
  const other = stock(kernelName);
  return {
    ...own,
    kernelFunc: (params) => params.attrs?.["dataFormat"] === "NCHW" ? other(params) : own.kernelFunc(params),
  };
}
