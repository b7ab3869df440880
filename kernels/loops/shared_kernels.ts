import {
  batchNormInputGrad,
  batchNormSums,
  batchNormTraining,
  batchStatistics,
  movingAverage,
} from "../fused/batch_norm_training.ts";
import { pairwiseSum, pairwiseSumGrad } from "../fused/pairwise_sum.ts";
import { sigmoidCrossEntropy, sigmoidCrossEntropyGrad } from "../fused/sigmoid_cross_entropy.ts";
import { leakyReluGrad, sigmoidGrad, tanhGrad } from "./activation_grads.ts";
import {
  batchNormInputGradLoop,
  batchNormSumsLoop,
  batchNormTrainingLoop,
  batchStatisticsLoop,
  movingAverageLoop,
} from "./batch_norm_training.ts";
import { depthwiseFilterGrad } from "./depthwise_filter_grad.ts";
import { depthwiseInputGrad } from "./depthwise_input_grad.ts";
import type { LoopKernel } from "./memory.ts";
import { pairwiseSumGradLoop, pairwiseSumLoop } from "./pairwise_sum.ts";
import { sigmoidCrossEntropyMean, sigmoidCrossEntropyMeanGrad } from "./sigmoid_cross_entropy.ts";
import { unsortedSegmentSum } from "./unsorted_segment_sum.ts";

/** The loops that both cpu and wasm run, by kernel name. */
export const sharedKernels: Readonly<Record<string, LoopKernel>> = {
  [batchNormInputGrad]: batchNormInputGradLoop,
  [batchNormSums]: batchNormSumsLoop,
  [batchNormTraining]: batchNormTrainingLoop,
  [batchStatistics]: batchStatisticsLoop,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGrad,
  DepthwiseConv2dNativeBackpropInput: depthwiseInputGrad,
  LeakyReluGrad: leakyReluGrad,
  [movingAverage]: movingAverageLoop,
  [pairwiseSum]: pairwiseSumLoop,
  [pairwiseSumGrad]: pairwiseSumGradLoop,
  [sigmoidCrossEntropy]: sigmoidCrossEntropyMean,
  [sigmoidCrossEntropyGrad]: sigmoidCrossEntropyMeanGrad,
  SigmoidGrad: sigmoidGrad,
  TanhGrad: tanhGrad,
  UnsortedSegmentSum: unsortedSegmentSum,
};
