/**
 * Makes stock TensorFlow.js 4.22 right and fast for training GANs, on the cpu, wasm and webgpu backends.
 *
 * @module
 */
export { install, type Installation, type InstallOptions } from "./install.ts";
export type { BackendName } from "./backend_name.ts";
export type { WasmSource } from "./wasm/start_wasm.ts";
export type { WebGpuOptions } from "./webgpu/start_webgpu.ts";
