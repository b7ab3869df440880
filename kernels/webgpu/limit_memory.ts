import type * as tf from "@tensorflow/tfjs";
import type { WebGpuBackend } from "./webgpu_backend.ts";

/**
 * Holds the backend to a byte budget and to what one binding can address. Stock reads a tensor over the binding limit as
 * zeros, and keeps every idle buffer for ever.
 */
export function limitMemory(backend: WebGpuBackend, budgetBytes: number): void {
  const { bufferManager, device } = backend;
  const acquire = bufferManager.acquireBuffer.bind(bufferManager);
  bufferManager.acquireBuffer = (size, usage, mappedAtCreation, reuse) => {
    if (bufferManager.numBytesAllocated + size > budgetBytes) makeRoom(backend, budgetBytes - size);
    if (bufferManager.numBytesUsed + size > budgetBytes) {
      throw new RangeError(
        `Cannot allocate "${size}" bytes on webgpu: ${bufferManager.numBytesUsed} of ${budgetBytes} bytes are in use, ` +
          "expected room; dispose tensors, train on smaller batches or raise budgetBytes",
      );
    }
    return acquire(size, usage, mappedAtCreation, reuse);
  };
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId);
    if (!data.resource) assertFits(data, Math.min(device.limits.maxStorageBufferBindingSize, budgetBytes));
    upload(dataId);
  };
}

function assertFits(data: { readonly shape: number[]; readonly dtype: tf.DataType }, limitBytes: number): void {
  const bytes = 4 * data.shape.reduce((product, axis) => product * axis, 1);
  if (bytes > limitBytes) {
    throw new RangeError(
      `Cannot put tensor "[${data.shape}]" on webgpu: ${bytes} bytes, expected at most ${limitBytes}; ` +
        "split the batch or use smaller layers",
    );
  }
}

function makeRoom(backend: WebGpuBackend, targetBytes: number): void {
  // What waits in the command queue is only free once submitted.
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
  const { bufferManager } = backend;
  for (const idle of bufferManager.freeBuffers.values()) {
    while (idle.length > 0 && bufferManager.numBytesAllocated > targetBytes) {
      const buffer = idle.pop()!;
      bufferManager.numFreeBuffers--;
      bufferManager.numBytesAllocated -= buffer.size;
      buffer.destroy();
    }
  }
}
