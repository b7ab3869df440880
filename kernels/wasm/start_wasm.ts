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
  const url = isRunning || source === undefined ? undefined : sourceUrl(source);
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
    if (url?.startsWith("blob:")) URL.revokeObjectURL(url);
  }
}

function sourceUrl(source: WasmSource): string {
  if ("path" in source) {
    return /^[a-z]+:/.test(source.path) ? source.path : new URL(source.path, `file://${Deno.cwd()}/`).href;
  }
  if (source.binary.length < 8 || source.binary[0] !== 0 || source.binary[1] !== 0x61) {
    throw new TypeError(
      `Cannot start backend "wasm": ${source.binary.length} bytes without the wasm magic, expected a wasm binary`,
    );
  }
  return URL.createObjectURL(new Blob([source.binary.slice()], { type: "application/wasm" }));
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
