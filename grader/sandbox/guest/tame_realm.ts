import { fixOverridable } from "./fix_overridable.ts";

/** Global names that a submission finds; everything else is removed. */
const kept = new Set([
  ..."AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError".split(
    " ",
  ),
  ..."FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array".split(" "),
  ..."Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect".split(
    " ",
  ),
  ..."RegExp Set String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array".split(
    " ",
  ),
  ..."Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI encodeURIComponent".split(" "),
  ..."escape unescape globalThis isFinite isNaN parseFloat parseInt undefined DisposableStack".split(" "),
  ..."AsyncDisposableStack Temporal".split(" "),
  ..."console performance queueMicrotask setTimeout clearTimeout setInterval clearInterval structuredClone".split(" "),
  ..."TextEncoder TextDecoder atob btoa".split(" "),
]);

/** What the WebGPU backend looks up while it runs: numbers by name and classes to compare with; nothing that leads to a device. */
const keptForGpu = "GPUBufferUsage GPUMapMode GPUShaderStage GPUTextureUsage GPUBuffer GPUTexture".split(" ");

/** Globals with inner state: their name is locked and their methods are left as they are. */
const stateful = new Set(["console", "performance"]);

/**
 * Leaves a submission with the language, a console and timers, none of which it can change: removes every other global, takes
 * away the means to compile text (and with it dynamic import), and freezes all intrinsics.
 *
 * @param onUncaught told of what nobody catches, before the runtime ends the realm for it
 * @param gpu whether the WebGPU backend runs in it
 * @throws {Error} when the runtime does not let a global go.
 */
export function tameRealm(
  { onUncaught, gpu }: { readonly onUncaught: (thrown: unknown) => void; readonly gpu: boolean },
): void {
  if (gpu) { for (const name of keptForGpu) kept.add(name); }
  // Errors of the library have many frames of its own above the submission's.
  Error.stackTraceLimit = 50;
  // The runtime looks behind this global at its first use, which it cannot do once the name is locked.
  queueMicrotask(() => {});
  removeGlobals(onUncaught);
  forbidCompilation();
  const roots = [...kept].filter((name) => !stateful.has(name)).map((name) => Reflect.get(globalThis, name));
  allowOverriding(roots);
  freezeAll([...roots, ...hiddenIntrinsics()]);
  lockGlobals();
}

function removeGlobals(onUncaught: (thrown: unknown) => void): void {
  for (const name of Reflect.ownKeys(globalThis)) {
    if (typeof name === "string" && kept.has(name)) continue;
    if (name === "gc") {
      // V8 does not let its own one go.
      Object.defineProperty(globalThis, name, { value: undefined, writable: false });
      continue;
    }
    if (!Reflect.deleteProperty(globalThis, name)) {
      throw new Error(`Cannot remove global "${String(name)}": it is fixed, expected a configurable property`);
    }
  }
  // postMessage, close and addEventListener are reachable through the prototypes of the worker's global object.
  Object.setPrototypeOf(globalThis, Object.prototype);
  // The runtime calls these three when an error is not caught; true says that nobody took care of it.
  const dispatchEvent = (event: unknown) => {
    try {
      const { type, error, reason } = event as Record<string, unknown>;
      if (type === "error") onUncaught(error);
      if (type === "unhandledrejection") onUncaught(reason);
    } catch {
      // A submission called it, with something that is no event.
    }
    return true;
  };
  const functions = { addEventListener: () => true, removeEventListener: () => true, dispatchEvent };
  for (const [name, value] of Object.entries(functions)) {
    Object.defineProperty(globalThis, name, { value: Object.freeze(value) });
  }
  // Emscripten throws this one when memory runs out.
  const { RuntimeError } = wasmErrors;
  Object.defineProperty(globalThis, "WebAssembly", {
    value: Object.freeze({ RuntimeError: Object.freeze(RuntimeError) }),
  });
}

const wasmErrors = { RuntimeError: WebAssembly.RuntimeError };

function functionPrototypes(): object[] {
  return [function () {}, async function () {}, function* () {}, async function* () {}]
    .map((example) => Object.getPrototypeOf(example) as object);
}

function forbidCompilation(): void {
  for (const prototype of functionPrototypes()) {
    const refuse = function Function() {
      throw new TypeError("Cannot compile text: not allowed in a submission");
    };
    Object.defineProperty(refuse, "prototype", { value: prototype, writable: false });
    Object.defineProperty(prototype, "constructor", { value: refuse, writable: true, configurable: true });
  }
  globalThis.Function = Function.prototype.constructor as FunctionConstructor;
}

function allowOverriding(roots: readonly unknown[]): void {
  const errors = roots.filter((root) => typeof root === "function" && /Error$/.test(root.name));
  const prototypes = [Object, Function, Promise, Iterator, ...errors as { prototype: object }[]]
    .map(({ prototype }) => prototype as object);
  for (const prototype of prototypes) {
    for (const name of Object.getOwnPropertyNames(prototype)) fixOverridable(prototype, name);
  }
  for (const name of ["push", "concat", "toString"]) fixOverridable(Array.prototype, name);
}

function hiddenIntrinsics(): unknown[] {
  const prototypeOf = Object.getPrototypeOf;
  const iterators = [
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ""[Symbol.iterator](),
    "".matchAll(/./g),
    Iterator.from({ next: () => ({ done: true, value: 0 }) } as Iterator<number>),
    [].values().map((x) => x),
    function* () {}(),
    async function* () {}(),
  ];
  return [...iterators.map(prototypeOf), ...functionPrototypes(), prototypeOf(Uint8Array)];
}

function freezeAll(roots: readonly unknown[]): void {
  const seen = new Set<unknown>([globalThis]);
  const pending = [...roots];
  while (pending.length > 0) {
    const value = pending.pop();
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(value, key)!;
      pending.push(descriptor.value, descriptor.get, descriptor.set);
    }
    pending.push(Reflect.getPrototypeOf(value));
    Object.freeze(value);
  }
}

function lockGlobals(): void {
  for (const name of kept) {
    if (Object.hasOwn(globalThis, name) && Reflect.getOwnPropertyDescriptor(globalThis, name)!.configurable) {
      const value = Reflect.get(globalThis, name);
      Object.defineProperty(globalThis, name, { value, writable: false, configurable: false });
    }
  }
}
