import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "./backend_name.ts";
import { cpuKernels } from "./cpu/cpu_kernels.ts";
import { engineInternals } from "./engine/engine_access.ts";
import { orderTape } from "./engine/order_tape.ts";
import { recordCustomGradients } from "./engine/record_custom_gradients.ts";
import { activationGrads } from "./gradients/activation_grads.ts";
import { avgPoolGrads } from "./gradients/avg_pool_grads.ts";
import { batchNormGrad } from "./gradients/batch_norm_grad.ts";
import { conv2dFilterGradGrad } from "./gradients/conv2d_filter_grad_grad.ts";
import { conv2dGrad } from "./gradients/conv2d_grad.ts";
import { conv3dGrads } from "./gradients/conv3d_grads.ts";
import { cumsumGrad } from "./gradients/cumsum_grad.ts";
import { depthToSpaceGrad } from "./gradients/depth_to_space_grad.ts";
import { depthwiseGrads } from "./gradients/depthwise_grads.ts";
import { einsumGrad } from "./gradients/einsum_grad.ts";
import { eluGradGrad } from "./gradients/elu_grad_grad.ts";
import { gatherGrads } from "./gradients/gather_grads.ts";
import type { GradConfig } from "./gradients/grad_config.ts";
import { lrnGrad } from "./gradients/lrn_grad.ts";
import { maxPoolGradGrad } from "./gradients/max_pool_grad_grad.ts";
import { minimumMaximumGrads } from "./gradients/minimum_maximum_grads.ts";
import { mirrorPadGrad } from "./gradients/mirror_pad_grad.ts";
import { piecewiseConstantGrads } from "./gradients/piecewise_constant_grads.ts";
import { prodGrads } from "./gradients/prod_grads.ts";
import { resizeGrads } from "./gradients/resize_grads.ts";
import { sqrtGrad } from "./gradients/sqrt_grad.ts";
import { squaredDifferenceGrad } from "./gradients/squared_difference_grad.ts";
import { stridedSliceGrad } from "./gradients/strided_slice_grad.ts";
import { tileGrad } from "./gradients/tile_grad.ts";
import { topKGrad } from "./gradients/top_k_grad.ts";
import { batchNormTrainingGradient } from "./fused/batch_norm_training.ts";
import { pairwiseSumGradient } from "./fused/pairwise_sum.ts";
import { fuseSigmoidCrossEntropy, sigmoidCrossEntropyGradient } from "./fused/sigmoid_cross_entropy.ts";
import { mendBatchNormalization } from "./layers/batch_normalization.ts";
import { fuseAdam } from "./optimizers/fuse_adam.ts";
import { mendOptimizers } from "./optimizers/mend_optimizers.ts";
import { bindSlots } from "./optimizers/slots.ts";
import { wasmKernels } from "./wasm/wasm_kernels.ts";
import { webGpuKernels } from "./webgpu/webgpu_kernels.ts";

/** Puts right what every backend shares: the tape, custom gradients, and the gradient registry. */
export function registerGradients(): readonly string[] {
  const gradients: readonly GradConfig[] = [
    ...piecewiseConstantGrads,
    ...activationGrads,
    ...avgPoolGrads,
    batchNormGrad,
    batchNormTrainingGradient,
    conv2dGrad,
    conv2dFilterGradGrad,
    ...conv3dGrads,
    cumsumGrad,
    depthToSpaceGrad,
    ...depthwiseGrads,
    einsumGrad,
    eluGradGrad,
    ...gatherGrads(),
    lrnGrad,
    maxPoolGradGrad,
    ...minimumMaximumGrads,
    mirrorPadGrad,
    pairwiseSumGradient,
    ...prodGrads,
    ...resizeGrads,
    sigmoidCrossEntropyGradient,
    sqrtGrad,
    squaredDifferenceGrad,
    stridedSliceGrad,
    tileGrad,
    topKGrad,
  ];
  const engine = engineInternals();
  orderTape(engine);
  recordCustomGradients(engine);
  mendBatchNormalization();
  fuseAdam();
  mendOptimizers();
  bindSlots();
  fuseSigmoidCrossEntropy();
  for (const config of gradients) tf.registerGradient(config);
  return gradients.map((config) => config.kernelName);
}

// A lost device installs again, and must not wrap what is already ours.
const stockKernels = new Map<string, tf.KernelFunc>();

/** Puts the kernels of one backend in place of the stock ones. The backend must be active: stock kernels are set up then. */
export function registerKernels(backendName: BackendName): readonly string[] {
  const stock = (kernelName: string) => {
    const key = `${backendName} ${kernelName}`;
    const known = stockKernels.get(key) ?? tf.getKernel(kernelName, backendName).kernelFunc;
    stockKernels.set(key, known);
    return known;
  };
  const kernels = { cpu: cpuKernels, wasm: wasmKernels, webgpu: webGpuKernels }[backendName](stock);
  for (const config of kernels) {
    if (tf.getKernel(config.kernelName, backendName)) tf.unregisterKernel(config.kernelName, backendName);
    tf.registerKernel(config);
  }
  return kernels.map((config) => config.kernelName);
}
