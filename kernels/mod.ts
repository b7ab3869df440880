/**
 * Makes stock TensorFlow.js 4.22 right and fast for training GANs, on the cpu, wasm and webgpu backends.
 *
 * @module
 */
export { install, type Installation, type InstallOptions } from "./install.ts";
export type { BackendName } from "./backend_name.ts";
export type { WasmSource } from "./wasm/start_wasm.ts";
export type { WebGpuOptions } from "./webgpu/start_webgpu.ts";
export {
  energyDistance,
  frechetDistance,
  kernelDistance,
  maximumMeanDiscrepancy,
  type ModeCoverage,
  modeCoverage,
  type PrecisionRecall,
  precisionRecall,
  type Samples,
  slicedWasserstein,
  toSamples,
  wasserstein1d,
} from "./statistics/mod.ts";
export { type Candidate, type Choice, chooseBackend, type ChooseOptions } from "./choose_backend.ts";
export {
  energyDistanceTensor,
  maximumMeanDiscrepancyTensor,
  type PointsTensor,
  type ScalarTensor,
} from "./fused/tensor_distances.ts";
