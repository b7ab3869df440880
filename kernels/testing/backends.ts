import * as tf from "@tensorflow/tfjs";
import { type BackendName, install } from "../mod.ts";

const reasons: Record<BackendName, string | undefined> = {
  cpu: undefined,
  wasm: undefined,
  webgpu: await missingWebGpu(),
};

async function missingWebGpu(): Promise<string | undefined> {
  if (!navigator.gpu) return "this runtime has no navigator.gpu";
  return await navigator.gpu.requestAdapter() ? undefined : "no WebGPU adapter, not even a software one";
}

/** Registers one test for each backend, skipped with its reason where the backend cannot start. */
export function testOnBackends(
  name: string,
  run: (backend: BackendName, t: Deno.TestContext) => void | Promise<void>,
  backends: readonly BackendName[] = ["cpu", "wasm", "webgpu"],
): void {
  for (const backend of backends) {
    const reason = reasons[backend];
    const title = reason ? `${name} on ${backend} (skipped: ${reason})` : `${name} on ${backend}`;
    // A synchronous read leaves a promise behind that Deno settles up to 10 ms after the data is here.
    const sanitizeOps = backend !== "webgpu";
    Deno.test(title, { ignore: reason !== undefined, sanitizeOps }, async (t) => {
      await install({ backend });
      // Tiny tensors would otherwise be computed on the cpu and no kernel of this backend would run.
      if (backend === "webgpu") tf.env().set("WEBGPU_CPU_FORWARD", false);
      await run(backend, t);
    });
  }
}
