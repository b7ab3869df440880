import type { WebGpuBackend } from "./webgpu_backend.ts";

/**
 * Turns errors that the device only reports aside into exceptions: the next read or program throws the first of them.
 * Without this, a failed dispatch reads as zeros.
 */
export function watchErrors(backend: WebGpuBackend, onUnusable: () => void): void {
  let fault: string | undefined;
  backend.device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    fault ??= `${(event as Event & { error: GPUError }).error.message}; install the backend again`;
    onUnusable();
  });
  backend.device.lost.then(({ reason, message }) => {
    fault = `the device was lost (${reason || "unknown"}: ${message}); install the backend again`;
    onUnusable();
  });
  const check = () => {
    if (fault === undefined) return;
    const state = fault;
    throw new Error(`Cannot go on with backend "webgpu": ${state}`);
  };
  const { read, readSync, runWebGPUProgram } = backend;
  backend.readSync = (dataId) => {
    check();
    const values = readSync.call(backend, dataId);
    check();
    return values;
  };
  backend.read = async (dataId) => {
    check();
    const values = await read.call(backend, dataId);
    // The report of an error reaches this thread one turn after the work that caused it.
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    check();
    return values;
  };
  backend.runWebGPUProgram = (...program) => {
    check();
    return runWebGPUProgram.apply(backend, program);
  };
}
