import type * as tf from "@tensorflow/tfjs";
import { asFloat } from "../composite/as_float.ts";
import { broadcastMatMul } from "../composite/broadcast_mat_mul.ts";
import { checkedInputGrad } from "../composite/checked_convolution.ts";
import { conv2dFilterByRoleSwap } from "../composite/conv2d_filter_by_role_swap.ts";
import { einsumKernel } from "../composite/einsum.ts";
import {
  batchNormInputGrad,
  batchNormSums,
  batchNormTraining,
  batchStatistics,
  movingAverage,
} from "../fused/batch_norm_training.ts";
import { pairwiseSum, pairwiseSumGrad } from "../fused/pairwise_sum.ts";
import { sigmoidCrossEntropy, sigmoidCrossEntropyGrad } from "../fused/sigmoid_cross_entropy.ts";
import { adamUpdate } from "../optimizers/adam_update.ts";
import { addN } from "./add_n.ts";
import { adamUpdateKernel } from "./adam_update.ts";
import { leakyReluGrad, sigmoidGrad, tanhGrad } from "./activation_grads.ts";
import {
  batchNormInputGradKernel,
  batchNormSumsKernel,
  batchNormTrainingKernel,
  batchStatisticsKernel,
  movingAverageKernel,
} from "./batch_norm_training.ts";
import { conv2dInputByPhases } from "./conv2d_input_by_phases.ts";
import { cumulative } from "./cumulative.ts";
import { pad } from "./pad.ts";
import { pairwiseSumGradKernel, pairwiseSumKernel } from "./pairwise_sum.ts";
import { sigmoidCrossEntropyMean, sigmoidCrossEntropyMeanGrad } from "./sigmoid_cross_entropy.ts";

/** What the webgpu backend gets wrong or does slowly. */
export function webGpuKernels(stock: (kernelName: string) => tf.KernelFunc): readonly tf.KernelConfig[] {
  return [
    kernel(adamUpdate, adamUpdateKernel),
    kernel(batchNormInputGrad, batchNormInputGradKernel),
    kernel(batchNormSums, batchNormSumsKernel),
    kernel(batchNormTraining, batchNormTrainingKernel),
    kernel(batchStatistics, batchStatisticsKernel),
    kernel(movingAverage, movingAverageKernel),
    kernel("LeakyReluGrad", leakyReluGrad),
    kernel(pairwiseSum, pairwiseSumKernel),
    kernel(pairwiseSumGrad, pairwiseSumGradKernel),
    kernel("SigmoidGrad", sigmoidGrad),
    kernel("TanhGrad", tanhGrad),
    kernel(sigmoidCrossEntropy, sigmoidCrossEntropyMean),
    kernel(sigmoidCrossEntropyGrad, sigmoidCrossEntropyMeanGrad),
    kernel("AddN", addN(stock("AddN"))),
    kernel("BatchMatMul", broadcastMatMul("webgpu", stock("BatchMatMul"))),
    kernel("Cumprod", cumulative("Cumprod", stock("Cumprod"))),
    kernel("Cumsum", cumulative("Cumsum", stock("Cumsum"))),
    kernel("PadV2", pad(stock("PadV2"))),
    kernel("Pow", asFloat("webgpu", "Pow", { stock: stock("Pow"), operands: ["a", "b"] })),
    kernel(
      "UnsortedSegmentSum",
      asFloat("webgpu", "UnsortedSegmentSum", { stock: stock("UnsortedSegmentSum"), operands: ["x"] }),
    ),
    kernel(
      "Conv2DBackpropFilter",
      tiled(conv2dFilterByRoleSwap("webgpu"), stock("Conv2DBackpropFilter"), filterProducts),
    ),
    kernel(
      "Conv2DBackpropInput",
      checkedInputGrad(tiled(conv2dInputByPhases, stock("Conv2DBackpropInput"), inputProducts)),
    ),
    einsumKernel("webgpu"),
  ];
}

// Below this many multiplications the extra programs cost more than the tiled product saves.
const smallestTiled = 2 ** 20;

function tiled(own: tf.KernelFunc, stock: tf.KernelFunc, products: (params: Params) => number): tf.KernelFunc {
  return (params) =>
    params.attrs?.["dataFormat"] === "NHWC" && products(params) >= smallestTiled ? own(params) : stock(params);
}

type Params = Parameters<tf.KernelFunc>[0];

function filterProducts({ inputs, attrs }: Params): number {
  return size(inputs["dy"]!.shape) * size((attrs as unknown as { filterShape: number[] }).filterShape.slice(0, 3));
}

function inputProducts({ inputs }: Params): number {
  return size(inputs["dy"]!.shape) * size(inputs["filter"]!.shape.slice(0, 3));
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

function kernel(kernelName: string, kernelFunc: tf.KernelFunc): tf.KernelConfig {
  return { kernelName, backendName: "webgpu", kernelFunc };
}
