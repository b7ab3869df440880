import type { WebGpuBackend } from "./webgpu_backend.ts";

/**
 * Uploads through `queue.writeBuffer`. Stock makes, maps and destroys a staging buffer and closes the compute pass for
 * every JavaScript number in an operation, a hundred times a training step.
 */
export function uploadByQueue(backend: WebGpuBackend): void {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const stock = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId);
    if (data.resource) return;
    const { values, dtype } = data;
    if (!values || dtype === "string" || dtype === "complex64") return stock(dataId);
    const numbers = values as unknown as ArrayLike<number>;
    // Integers and booleans take four bytes each on the device.
    const words = dtype === "float32" ? Float32Array.from(numbers) : Int32Array.from(numbers);
    const buffer = backend.bufferManager.acquireBuffer(words.byteLength, usage);
    backend.queue.writeBuffer(buffer, 0, words.buffer, words.byteOffset, words.byteLength);
    data.values = null;
    data.resource = buffer;
  };
}
