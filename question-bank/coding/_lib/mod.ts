/**
 * What judges and draws of coding questions share. Everything is plain float64 arithmetic on the host: a probe is sent into the
 * jail as text and can use none of it.
 *
 * @module
 */
export {
  type Argument,
  type CallCheck,
  callCheck,
  judgeTensor,
  type JudgeTensorOptions,
  type Parts,
} from "./call_check.ts";
export { close, type CloseOptions } from "./close.ts";
export { judgeNumber, judgeNumbers, type JudgeOptions, type Suspicion } from "./judge_numbers.ts";
export { judgeScalar } from "./judge_scalar.ts";
export { type ExpectedLoss, type ScoreLoss, scoreLosses } from "./score_loss.ts";
export { mean, norm, sigmoid, softplus } from "./numbers.ts";
export { normals, uniforms } from "./draw.ts";
export { rowsOf } from "./rows.ts";
export { columnMeans, covarianceOf, distance, median } from "./points.ts";
export { type SymmetricEigen, symmetricEigen } from "./symmetric_eigen.ts";
export { frobenius, type Gaussian, product, squaredFrechet, squareRoot, trace } from "./frechet.ts";
export { type Numbers, type NumbersCheck, numbersCheck, type PlainArgument } from "./numbers_check.ts";
export { everyCall } from "./every_call.ts";
export { cloud, lossPlots } from "./plots.ts";
export { firstFailure } from "./first_failure.ts";
export { at, indexAt, normalTensor, tensorBy, type TensorData } from "./tensor_data.ts";
export { forward, type NetWeights, netWeights } from "./small_net.ts";
export { seededRandom as seeded } from "../../mod.ts";
export { shown } from "./shown.ts";
export { isNumber, isNumbers, isRecord } from "./narrow.ts";
export {
  type ForwardCheck,
  forwardCheck,
  kernelWeights,
  type ModelWeights,
  normalizationWeights,
  parametersCheck,
} from "./model.ts";
export {
  convolution,
  type ConvolutionOptions,
  leakyRelu,
  mapEntries,
  maxPooling,
  normalization,
  transposedConvolution,
} from "./layers.ts";
