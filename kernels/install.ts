import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "./backend_name.ts";
import { registerGradients, registerKernels } from "./register.ts";
import { startWasm, type WasmSource } from "./wasm/start_wasm.ts";
import type { WebGpuOptions } from "./webgpu/start_webgpu.ts";

/** What to install, and where its parts come from. */
export interface InstallOptions {
  /** The backend to activate. */
  readonly backend: BackendName;
  /** Where the wasm binary comes from; the installed package when left out. Read only for backend `"wasm"`. */
  readonly wasm?: WasmSource;
  /** Read only for backend `"webgpu"`. */
  readonly webgpu?: WebGpuOptions;
}

/** What an installation put in place. */
export interface Installation {
  /** The backend that is active now. */
  readonly backend: BackendName;
  /** Kernels added to the backend or put in place of its own. */
  readonly kernels: readonly string[];
  /** Kernels whose gradient was added or replaced. */
  readonly gradients: readonly string[];
}

interface Installed {
  readonly gradients: readonly string[];
  readonly backends: Map<BackendName, Promise<readonly string[]>>;
}

const mark = Symbol.for("gan-kernels.installed");

/**
 * Activates a backend and makes the `tf` of `@tensorflow/tfjs` right and fast on it. A second call for the same backend
 * installs nothing again and only makes it the active one.
 *
 * @throws {Error} When the backend cannot start on this machine, with the reason.
 * @throws {RangeError} When there is no backend of that name.
 */
export async function install(options: InstallOptions): Promise<Installation> {
  assertBackendName((options as InstallOptions | undefined)?.backend);
  const engine = tf.engine() as unknown as { [mark]?: Installed };
  const installed = engine[mark] ??= { gradients: registerGradients(), backends: new Map() };
  let start = installed.backends.get(options.backend);
  if (!start) {
    const forget = () => void installed.backends.delete(options.backend);
    start = prepareBackend(options, forget);
    installed.backends.set(options.backend, start);
    start.catch(forget);
  }
  const kernels = await start;
  await tf.setBackend(options.backend);
  return { backend: options.backend, kernels, gradients: installed.gradients };
}

function assertBackendName(name: string | undefined): void {
  if (name !== "cpu" && name !== "wasm" && name !== "webgpu") {
    throw new RangeError(`Cannot install backend "${name}": unknown name, expected "cpu", "wasm" or "webgpu"`);
  }
}

async function prepareBackend(options: InstallOptions, forget: () => void): Promise<readonly string[]> {
  await startBackend(options, forget);
  return registerKernels(options.backend);
}

async function startBackend(options: InstallOptions, forget: () => void): Promise<void> {
  switch (options.backend) {
    case "cpu":
      await tf.setBackend("cpu");
      return;
    case "wasm":
      return await startWasm(options.wasm);
    case "webgpu": {
      // Loaded only when asked for: it is a third of the whole, and a jailed program has no use for it.
      const { startWebGpu } = await import("./webgpu/start_webgpu.ts");
      return await startWebGpu(options.webgpu ?? {}, forget);
    }
    default:
      options.backend satisfies never;
  }
}
