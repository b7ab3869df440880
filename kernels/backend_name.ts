/** The tfjs backends this library knows. */
export type BackendName = "cpu" | "wasm" | "webgpu";
