import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

/**
 * Where the wasm binary (`tfjs-backend-wasm-simd.wasm` of @tensorflow/tfjs-backend-wasm 4.22) comes from: bytes that the
 * caller has embedded, which need no file or network access, or a path or URL of the file. Left out, it is read from
 * the installed package.
 */
export type WasmSource = { readonly binary: Uint8Array } | { readonly path: string };

const binaryNames = ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm-threaded-simd.wasm"];

/** Starts the wasm backend and makes it the active one. Does nothing more once it runs. */
export async function startWasm(source?: WasmSource): Promise<void> {
  const isRunning = "wasm" in (tf.engine() as unknown as { registry: object }).registry;
  const url = isRunning || source === undefined ? undefined : await sourceUrl(source);
  if (url !== undefined) {
    setWasmPaths(Object.fromEntries(binaryNames.map((name) => [name, url])), true);
  }
  const restore = shimDirname();
  try {
    if (!await tf.setBackend("wasm")) {
      throw new Error('Cannot start backend "wasm": its binary did not load, expected wasm: { binary } or { path }');
    }
    await tf.ready();
  } finally {
    restore();
    if (url !== undefined) URL.revokeObjectURL(url);
  }
}

/** An object URL of checked bytes: the stock loader never settles on a file that is missing or broken. */
async function sourceUrl(source: WasmSource): Promise<string> {
  const binary = "path" in source ? await readBinary(source.path) : source.binary;
  const bytes = binary.slice();
  if (!WebAssembly.validate(bytes)) {
    throw new TypeError(
      `Cannot start backend "wasm": ${bytes.length} bytes are no wasm module, expected tfjs-backend-wasm-simd.wasm`,
    );
  }
  return URL.createObjectURL(new Blob([bytes], { type: "application/wasm" }));
}

async function readBinary(path: string): Promise<Uint8Array> {
  const url = /^[a-z]+:/.test(path) ? path : new URL(path, `file://${Deno.cwd()}/`).href;
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new Error(
      `Cannot start backend "wasm" from "${path}": ${(error as Error).message}, expected a readable file`,
    );
  }
}

// In an ES module bundle the emscripten loader still reads Node's __dirname; it never uses the value once a URL is set.
function shimDirname(): () => void {
  const scope = globalThis as { __dirname?: string };
  if (scope.__dirname !== undefined) return () => {};
  scope.__dirname = "/";
  return () => {
    delete scope.__dirname;
  };
}
