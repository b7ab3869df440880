/**
 * Makes stock TensorFlow.js 4.22 right and fast for training GANs, on the cpu, wasm and webgpu backends.
 *
 * @module
 */
export { install, type Installation, type InstallOptions } from "./install.ts";
export type { BackendName } from "./backend_name.ts";
export type { WasmSource } from "./wasm/start_wasm.ts";
export type { WebGpuOptions } from "./webgpu/start_webgpu.ts";
export { energyDistance } from "./statistics/energy_distance.ts";
export { frechetDistance } from "./statistics/frechet_distance.ts";
export { kernelDistance } from "./statistics/kernel_distance.ts";
export { maximumMeanDiscrepancy } from "./statistics/maximum_mean_discrepancy.ts";
export { type ModeCoverage, modeCoverage } from "./statistics/mode_coverage.ts";
export { type PrecisionRecall, precisionRecall } from "./statistics/precision_recall.ts";
export { type Samples, toSamples } from "./statistics/samples.ts";
export { slicedWasserstein, wasserstein1d } from "./statistics/wasserstein.ts";
export { type Candidate, type Choice, chooseBackend, type ChooseOptions } from "./choose_backend.ts";
export {
  energyDistanceTensor,
  maximumMeanDiscrepancyTensor,
  type PointsTensor,
  type ScalarTensor,
} from "./fused/tensor_distances.ts";
