import * as tf from "@tensorflow/tfjs";
import { limitMemory } from "./limit_memory.ts";
import { readSynchronously } from "./read_synchronously.ts";
import { refuseEmpty } from "./refuse_empty.ts";
import { uploadByQueue } from "./upload_by_queue.ts";
import { watchErrors } from "./watch_errors.ts";
import { newBackend, type WebGpuBackend } from "./webgpu_backend.ts";

/** How the webgpu backend behaves. */
export interface WebGpuOptions {
  /** Most bytes of device memory that tensors and idle buffers may hold together; 1 GiB when left out. */
  readonly budgetBytes?: number;
}

const defaultBudgetBytes = 2 ** 30;

// As many programs as one submission takes before more stop paying.
const programsPerSubmission = 50;

/**
 * Starts a webgpu backend of our own and makes it the active one.
 *
 * @throws {Error} When the machine has no adapter or no device, saying which.
 */
export async function startWebGpu(options: WebGpuOptions, onUnusable: () => void): Promise<void> {
  const budgetBytes = options.budgetBytes ?? defaultBudgetBytes;
  if (!Number.isSafeInteger(budgetBytes) || budgetBytes <= 0) {
    throw new RangeError(`Cannot start backend "webgpu": budgetBytes is ${budgetBytes}, expected a positive integer`);
  }
  const { device, info } = await requestDevice();
  const backend = newBackend(device, info);
  uploadByQueue(backend);
  limitMemory(backend, budgetBytes);
  refuseEmpty(backend);
  await readSynchronously(backend);
  watchErrors(backend, onUnusable);
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => backend as unknown as tf.KernelBackend, 3);
  tf.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", programsPerSubmission);
  if (!await tf.setBackend("webgpu")) {
    throw new Error('Cannot start backend "webgpu": tfjs refused it, expected an idle engine');
  }
}

/** The running backend, or undefined when another one is active. */
export function runningBackend(): WebGpuBackend | undefined {
  return tf.getBackend() === "webgpu" ? tf.backend() as unknown as WebGpuBackend : undefined;
}

async function requestDevice(): Promise<{ device: GPUDevice; info: GPUAdapterInfo }> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new Error('Cannot start backend "webgpu": no adapter found, expected a GPU or a software Vulkan driver');
  }
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredLimits: {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    },
  });
  return { device, info: adapter.info };
}
