import type { Json } from "../../question-bank/mod.ts";
import type { RunStatus } from "../mod.ts";

/** What the host offers attackers: a file, a port on which it listens, an environment variable, a folder that all may write to. */
export interface Bait {
  readonly file: string;
  readonly folder: string;
  readonly port: number;
  /** Text that is in the file, in an environment variable and nowhere inside. */
  readonly secret: string;
}

/** A submission that tries to get out, to cheat or to do damage. */
export interface Attack {
  readonly tries: string;
  /**
   * Statements of the module, in which `f` is exported. What `f` returns must not hold "BREACH" or the secret. With Deno's
   * permissions and no realm around it, it may be "BREACH", but neither "HOST BREACH" nor the secret.
   */
  source(bait: Bait): string;
  /** How the run must end, where that says something. */
  readonly status?: RunStatus | readonly RunStatus[];
  /** A probe that computes something itself after the attack, and what it must find. */
  readonly probe?: { readonly source: string; readonly finds: Json };
  /** Run in a second child too: what the first one has left must not be found. */
  readonly twice?: boolean;
}

const tf = 'import * as tf from "@tensorflow/tfjs";\n';
const denied = '} catch (error) { return "refused: " + error; }';

/** `f` runs statements that return something only if they succeed. */
function attempt(tries: string, body: string | ((bait: Bait) => string)): Attack {
  const text = typeof body === "string" ? () => body : body;
  return { tries, source: (bait) => `${tf}export async function f() { try { ${text(bait)} ${denied} }` };
}

/** The statements run while the module is loaded; an honest probe comes afterwards. */
function sabotage(tries: string, body: string, probe: NonNullable<Attack["probe"]>): Attack {
  const statements = body.split(";;").map((statement) => `try { ${statement} } catch {}`).join("\n");
  return { tries, source: () => `${tf}${statements}\nexport function f() { return 1; }`, probe };
}

function refusedSource(tries: string, source: string | ((bait: Bait) => string)): Attack {
  return { tries, source: typeof source === "string" ? () => source : source, status: "compile-error" };
}

/** Names below are `any` to the type stripper. */
const deno = "(globalThis as any).Deno";
const builtin = (name: string) => `(globalThis as any).process.getBuiltinModule("node:${name}")`;

/** A system call that reaches out of the process when it is let through; numbers on x86-64 and arm64. */
function systemCall(
  tries: string,
  [x64, arm]: readonly [number, number],
  ...args: readonly (number | string)[]
): Attack {
  const values = [0, 1, 2, 3, 4, 5].map((index) => args[index] ?? 0);
  const pointers = values.map((value) =>
    typeof value === "string" ? `pointer(${JSON.stringify(value)})` : `BigInt(${value})`
  );
  return attempt(
    tries,
    `const { symbols } = ${deno}.dlopen("libc.so.6", {
       syscall: { parameters: ["i64", "i64", "i64", "i64", "i64", "i64", "i64"], result: "i64" } });
     const kept: any[] = [];
     const pointer = (text: string) => {
       kept.push(new TextEncoder().encode(text + "\\0"));
       return ${deno}.UnsafePointer.value(${deno}.UnsafePointer.of(kept.at(-1)));
     };
     const number = ${deno}.build.arch === "aarch64" ? ${arm}n : ${x64}n;
     return symbols.syscall(number, ${pointers.join(", ")}) >= 0n ? "HOST BREACH" : "refused";`,
  );
}

/** Something endless or endlessly large; the limit that ends it is named where there is only one. */
function endless(tries: string, body: string, status?: Attack["status"]): Attack {
  return { tries, source: () => `${tf}export async function f() { ${body} }`, status: status ?? "time-limit" };
}

/** A result that no probe may pass on. */
function wrongResult(tries: string, expression: string): Attack {
  return { tries, source: () => `export function f(): any { return ${expression}; }`, status: "runtime-error" };
}

const f = "\nexport function f() { return 1; }";
const mapProbe = {
  source: "({ candidate }) => { candidate.f(); return [1, 2, 3].map((x) => x * 2).concat([...new Set([7])]); }",
  finds: [2, 4, 6, 7],
};
const tfProbe = {
  source: `({ tf, candidate }) => {
    candidate.f();
    const x = tf.tensor2d([[1, 2], [3, 4]]);
    const v = tf.variable(tf.scalar(3));
    tf.train.sgd(0.5).minimize(() => v.square(), false, [v]);
    return [...tf.matMul(x, x).dataSync(), x.sum().arraySync(), tf.grad((y) => y.square())(tf.scalar(3)).dataSync()[0], v.dataSync()[0]];
  }`,
  finds: [7, 10, 15, 22, 10, 6, 0],
};

const compilers = [
  "Function",
  "(async () => {}).constructor",
  "(function* () {}).constructor",
  "(async function* () {}).constructor",
];

/** All attacks, by what they are after. */
export const attacks: readonly Attack[] = [
  // The file system.
  refusedSource(
    "a static import of a file as text",
    ({ file }) => `import x from "file://${file}" with { type: "text" };${f}`,
  ),
  refusedSource("a static import of node:fs", `import fs from "node:fs";${f}`),
  refusedSource("a re-export of node:fs", `export { readFileSync as f } from "node:fs";`),
  refusedSource("import() of node:fs", `const fs = await import("node:fs");${f}`),
  refusedSource(
    "import() in a template, in a class, in a default value",
    `class A { static b = (c = \`\${import("node:fs")}\`) => c; }${f}`,
  ),
  refusedSource(
    "import() behind comments that only a script knows",
    `let a = 1, b = 2;\na <!--b, \`\nimport("node:fs");\n\`//\`;${f}`,
  ),
  refusedSource("import.meta", `console.log(import.meta.resolve("npm:x"));${f}`),
  refusedSource("leaving the function it is wrapped in", `}); globalThis.out = 1; (function () {${f}`),
  ...["npm:chalk@5", "jsr:@std/path", "https://esm.sh/chalk", "data:text/javascript,export default 1", "blob:null/1"]
    .map((url) => refusedSource(`a static import of ${url}`, `import * as x from ${JSON.stringify(url)};${f}`)),
  ...compilers.map((compiler) =>
    attempt(`to compile import() with ${compiler}`, `return ${compiler}("return import('node:fs')")() && "BREACH";`)
  ),
  attempt("to compile import() with eval", `return (0, eval)("import('node:fs')") && "BREACH";`),
  attempt(
    "to compile text in a timer",
    ({ file }) =>
      `await new Promise((resolve) => { (setTimeout as any)("globalThis.leak = Deno.readTextFileSync('${file}')", 0); setTimeout(resolve, 20); });
     return (globalThis as any).leak;`,
  ),
  attempt("to read a file with Deno", ({ file }) => `return (globalThis as any).Deno.readTextFileSync("${file}");`),
  attempt(
    "to write a file with Deno",
    ({ folder }) => `(globalThis as any).Deno.writeTextFileSync("${folder}/out", "x"); return "BREACH";`,
  ),
  attempt(
    "to read a file by fetch",
    ({ file }) => `return await (await (globalThis as any).fetch("file://${file}")).text();`,
  ),
  attempt(
    "to load node:fs with process.getBuiltinModule",
    ({ file }) => `return (globalThis as any).process.getBuiltinModule("fs").readFileSync("${file}", "utf8");`,
  ),
  attempt(
    "to load node:fs with require",
    ({ file }) => `return (globalThis as any).require("fs").readFileSync("${file}", "utf8");`,
  ),
  attempt(
    "to read a file with tf.loadLayersModel",
    ({ file }) => `return await tf.loadLayersModel("file://${file}") && "BREACH";`,
  ),
  attempt(
    "to keep a model in storage",
    `
     const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
     const saved = []; for (const place of ["localstorage://m", "indexeddb://m", "downloads://m"]) try { await model.save(place); saved.push(place); } catch {}
     return saved.length > 0 ? "BREACH" : "refused";`,
  ),
  attempt(
    "to keep data for the next run",
    `
     const names = ["localStorage", "sessionStorage", "caches", "indexedDB", "BroadcastChannel", "SharedWorker"];
     return names.some((name) => (globalThis as any)[name] !== undefined) ? "BREACH" : "refused";`,
  ),
  // The network.
  attempt(
    "to connect with fetch",
    ({ port }) => `await (globalThis as any).fetch("http://127.0.0.1:${port}/"); return "BREACH";`,
  ),
  attempt(
    "to connect with a WebSocket",
    ({ port }) => `new (globalThis as any).WebSocket("ws://127.0.0.1:${port}/"); return "BREACH";`,
  ),
  attempt(
    "to connect with Deno",
    ({ port }) => `await (globalThis as any).Deno.connect({ port: ${port} }); return "BREACH";`,
  ),
  attempt(
    "to connect with tf.loadGraphModel",
    ({ port }) => `await tf.loadGraphModel("http://127.0.0.1:${port}/model.json"); return "BREACH";`,
  ),
  attempt(
    "to connect with tf.util.fetch",
    ({ port }) => `await tf.util.fetch("http://127.0.0.1:${port}/"); return "BREACH";`,
  ),
  attempt(
    "to connect with tf.data",
    ({ port }) => `await tf.data.csv("http://127.0.0.1:${port}/a.csv").toArray(); return "BREACH";`,
  ),
  // Processes, environment, the machine.
  attempt("to start a program", `new (globalThis as any).Deno.Command("/bin/sh").outputSync(); return "BREACH";`),
  attempt(
    "to start a worker",
    `new (globalThis as any).Worker("data:text/javascript,0", { type: "module" }); return "BREACH";`,
  ),
  attempt("to read the environment", `return JSON.stringify((globalThis as any).Deno.env.toObject());`),
  attempt("to read the environment with process", `return JSON.stringify((globalThis as any).process.env);`),
  attempt("to reach the GPU", `return (globalThis as any).navigator.gpu && "BREACH";`),
  attempt("to load its own WebAssembly", `new WebAssembly.Memory({ initial: 1 }); return "BREACH";`),
  attempt("to share memory", `new SharedArrayBuffer(8); return "BREACH";`),
  attempt(
    "to get Deno's inner parts",
    `
     const symbols = Object.getOwnPropertySymbols(globalThis).concat([Symbol.for("Deno.internal")] as any);
     return symbols.some((s) => (globalThis as any)[s]?.core) || (globalThis as any).__bootstrap ? "BREACH" : "refused";`,
  ),
  attempt(
    "to walk from a stack frame to the evaluator",
    `
     (Error as any).prepareStackTrace = (_: unknown, sites: any[]) => sites.map((s) => s.getFunction?.() ?? s.getThis?.());
     const found = (new Error().stack as any);
     return Array.isArray(found) && found.some((x) => x) ? "BREACH" : "refused";`,
  ),
  attempt(
    "to walk from a caller to the evaluator",
    `return (f as any).caller || (arguments as any).callee ? "BREACH" : "refused";`,
  ),
  // The end of the run.
  { tries: "to leave with Deno.exit", source: () => `(globalThis as any).Deno.exit(0);${f}`, status: "runtime-error" },
  {
    tries: "to leave with process.exit",
    source: () => `(globalThis as any).process.exit(0);${f}`,
    status: "runtime-error",
  },
  { tries: "to leave with close()", source: () => `(globalThis as any).close();${f}`, status: "runtime-error" },
  attempt(
    "to leave by a signal",
    `(globalThis as any).process.kill((globalThis as any).process.pid, "SIGKILL"); return "BREACH";`,
  ),
  {
    tries: "to throw something that cannot be read",
    source: () => "throw new Proxy({}, { get() { throw new Proxy({}, {}); } });\nexport function f() {}",
    status: "runtime-error",
  },
  {
    tries: "to hang whoever reads its error",
    source: () => "throw { get message() { while (true); } };\nexport function f() {}",
    status: "time-limit",
  },
  {
    tries: "to throw ten million characters",
    source: () => 'throw new Error("x".repeat(1e7));\nexport function f() {}',
    status: "runtime-error",
  },
  // Forged messages.
  attempt(
    "to post a message as the harness",
    `
     const own = (globalThis as any).postMessage ?? Object.getPrototypeOf(globalThis).postMessage;
     own.call(globalThis, JSON.stringify({ kind: "returned", body: "42" })); return "BREACH";`,
  ),
  attempt(
    "to post through every object on the prototype chain",
    `
     for (let o: any = globalThis; o; o = Object.getPrototypeOf(o)) for (const k of ["postMessage", "close", "dispatchEvent"])
       if (Object.hasOwn(o, k) && k !== "dispatchEvent") return "BREACH";
     return "refused";`,
  ),
  attempt(
    "to get a message port",
    `return (globalThis as any).MessagePort || (globalThis as any).MessageChannel ? "BREACH" : "refused";`,
  ),
  sabotage(
    "to send itself a command",
    `dispatchEvent(Object.assign(Object.create(null), { type: "message", data: { kind: "load" } }))`,
    mapProbe,
  ),
  sabotage(
    "to print a frame",
    `console.log("\\u0002" + "0".repeat(32) + ":00000002{}");; console.log("\\u0002".repeat(5000) + "ffffffff".repeat(100));; console.error("\\u0002:00000000")`,
    mapProbe,
  ),
  sabotage(
    "to print bytes that are no UTF-8",
    `for (let i = 0; i < 256; i++) console.log(String.fromCharCode(0xd800 + i, i))`,
    mapProbe,
  ),
  // The realm of the probe.
  sabotage(
    "to replace methods of arrays",
    `Array.prototype.map = () => [9];; Array.prototype.concat = () => [9] as any;; Object.defineProperty(Array.prototype, "map", { value: () => [9] })`,
    mapProbe,
  ),
  sabotage(
    "to replace the iterator of arrays and sets",
    `Array.prototype[Symbol.iterator] = function* () { yield 9; } as any;; Set.prototype[Symbol.iterator] = function* () { yield 9; } as any;; Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true })`,
    mapProbe,
  ),
  sabotage(
    "to give all objects properties",
    `(Object.prototype as any).toJSON = () => "BREACH";; (Object.prototype as any).then = (r: any) => r("BREACH");; Object.defineProperty(Object.prototype, "0", { get: () => 9, set() {} })`,
    mapProbe,
  ),
  sabotage(
    "to replace JSON, Number, Object, Reflect",
    `JSON.stringify = () => "9";; (globalThis as any).JSON = { stringify: () => "9", parse: () => 9 };; Number.isFinite = () => false;; Object.keys = () => [];; (globalThis as any).Object = {};; Reflect.apply = () => 9;; Object.defineProperty(globalThis, "Number", { value: () => 9 })`,
    {
      source: "({ candidate, inputs }) => ({ a: [candidate.f(), 0.5], b: Number('3'), c: Object.keys({ d: 1 }) })",
      finds: { a: [1, 0.5], b: 3, c: ["d"] },
    },
  ),
  sabotage(
    "to replace Promise",
    `Promise.prototype.then = function () { return this; } as any;; (globalThis as any).Promise = class {};; Promise.resolve = () => new Promise(() => {}) as any;; Object.defineProperty(Promise.prototype, "constructor", { value: null })`,
    {
      source: "async ({ candidate }) => { await null; return [await Promise.resolve(2), candidate.f()]; }",
      finds: [2, 1],
    },
  ),
  sabotage(
    "to replace mathematics",
    `Math.sqrt = () => 9;; (globalThis as any).Math = { sqrt: () => 9, abs: () => 0 };; Math.abs = () => 0;; Number.prototype.valueOf = () => 9;; Float32Array.from = () => [9] as any`,
    {
      source: "() => [Math.sqrt(16), Math.abs(-3), Math.max(1, 2), [...Float32Array.from([5])]]",
      finds: [4, 3, 2, [5]],
    },
  ),
  sabotage(
    "to replace what functions are called with",
    `Function.prototype.call = () => 9;; Function.prototype.apply = () => 9;; Function.prototype.bind = () => () => 9;; Function.prototype.toString = () => "9";; Object.defineProperty(Function.prototype, Symbol.hasInstance, { value: () => true })`,
    {
      source:
        "() => [((x) => x + 1).call(null, 1), Math.max.apply(null, [3, 4]), ((a, b) => a - b).bind(null, 9)(4), [] instanceof Function]",
      finds: [2, 4, 5, false],
    },
  ),
  sabotage(
    "to lengthen what it returns with a class of its own",
    `(Array as any)[Symbol.species];; Object.defineProperty(Array, Symbol.species, { get: () => class { constructor() { throw 1; } } })`,
    mapProbe,
  ),
  // tfjs.
  sabotage(
    "to replace functions of tf",
    `(tf as any).matMul = () => tf.scalar(9);; Object.defineProperty(tf, "grad", { value: () => () => tf.scalar(9) });; (tf.train as any).sgd = () => null;; delete (tf as any).variable`,
    tfProbe,
  ),
  sabotage(
    "to replace methods of tensors",
    `tf.Tensor.prototype.dataSync = () => [9] as any;; Object.getPrototypeOf(tf.scalar(1)).sum = () => tf.scalar(9);; Object.getPrototypeOf(tf.variable(tf.scalar(1))).assign = () => {};; Object.defineProperty(tf.Tensor.prototype, "arraySync", { value: () => 9 })`,
    tfProbe,
  ),
  sabotage(
    "to replace methods of optimizers",
    `Object.getPrototypeOf(tf.train.sgd(1)).applyGradients = () => {};; (tf.Optimizer as any).prototype.minimize = () => {};; tf.SGDOptimizer.prototype.setLearningRate = () => {}`,
    tfProbe,
  ),
  sabotage(
    "to replace kernels and backends",
    `tf.unregisterKernel("BatchMatMul", "wasm");; tf.registerKernel({ kernelName: "BatchMatMul", backendName: "wasm", kernelFunc: () => null as any });; tf.registerGradient({ kernelName: "Square", gradFunc: () => ({}) });; tf.removeBackend("wasm");; tf.setBackend("none");; tf.registerBackend("x", () => null as any, 99)`,
    tfProbe,
  ),
  sabotage(
    "to change the engine",
    `(tf.engine() as any).runKernel = () => null;; (tf.engine() as any).state.activeTape = [];; (tf.engine() as any).registry = {};; Object.getPrototypeOf(tf.engine()).gradients = () => null;; (globalThis as any)._tfengine.state = null;; tf.env().set("DEBUG", true);; tf.disposeVariables();; (tf.util as any).now = () => 0`,
    tfProbe,
  ),
  sabotage(
    "to falsify the count of tensors",
    `const state = (tf.engine() as any).state ?? (globalThis as any)._tfengine?.state; state.numTensors = -100;; (tf as any).memory = () => ({ numTensors: 0 })`,
    {
      source:
        "({ tf }) => { const before = tf.memory().numTensors; tf.keep(tf.ones([2])); return tf.memory().numTensors - before; }",
      finds: 1,
    },
  ),
  // Results.
  {
    tries: "to export something called then",
    source: () =>
      'export function then(resolve: any) { resolve({ f: () => "BREACH" }); }\nexport function f() { return 1; }',
  },
  {
    tries: "to return a proxy that lies about itself",
    source: () =>
      `export function f() { return new Proxy([1], { get: (t, k) => k === "length" ? 2 ** 40 : (() => { while (true); })() }); }`,
    status: "time-limit",
  },
  {
    tries: "to return a list of a billion holes",
    source: () => "export function f() { const a: any[] = []; a.length = 1e9; return a; }",
    status: "runtime-error",
  },
  {
    tries: "to return a tree that doubles at every level",
    source: () => "export function f() { let a: any = [1]; for (let i = 0; i < 30; i++) a = [a, a]; return a; }",
    status: "runtime-error",
  },
  {
    tries: "to return an object with a prototype of its own",
    source: () => `export function f() { return { ["__proto__"]: { polluted: "BREACH" } }; }`,
    status: "runtime-error",
  },
  {
    tries: "to work on after its result and hold up the next probe",
    source: () => "export function f() { Promise.resolve().then(() => { while (true); }); return 1; }",
    status: "time-limit",
  },
  wrongResult("to return a function", "() => 1"),
  wrongResult("to return a symbol", "Symbol.iterator"),
  wrongResult("to return a big integer", "10n ** 1000n"),
  wrongResult("to return an object in itself", "(() => { const a: any = {}; a.a = a; return a; })()"),
  wrongResult("to return a list a hundred thousand levels deep", "Array.from({ length: 1e5 }).reduce((a) => [a], 1)"),
  wrongResult("to return a text of ten million characters", '"x".repeat(1e7)'),
  wrongResult("to throw from a getter of its result", "({ get a() { throw new Error('no'); } })"),
  wrongResult("to return ten million numbers", "new Float32Array(1e7)"),
  {
    tries: "to export what is no function and lies about it",
    source: () => "export const f: any = { call: () => 1, apply: () => 1 };",
    status: "runtime-error",
  },
  {
    tries: "to hang in a getter of what it throws, again and again",
    source: () => "export function f() { throw { get name() { return 'x'; }, get stack() { while (true); } }; }",
    status: "time-limit",
  },
  refusedSource("to send a source of a megabyte", `export function f() {}//${"x".repeat(1 << 20)}`),
  refusedSource(
    "to send a source that is nested too deeply to be read",
    `export function f() {}\nlet a = ${"(".repeat(9_000)}`,
  ),
  refusedSource("to declare a module that is none", `declare module "x" { export default 1; }\nexport = 1;${f}`),
  {
    tries: "to keep the type stripper busy for ever",
    source: () => `${f}\nconst x = ${"<T>(".repeat(40)}1${")".repeat(40)}`,
    status: "time-limit",
  },
  // The processor.
  endless(
    "to loop in a function that always throws",
    "const g = (): any => { try { return g(); } finally { g(); } }; g();",
  ),
  // Each promise keeps the one that waits for it: on a fast machine the memory ends before the time.
  endless("to loop in promises that resolve each other", "const g = (): any => Promise.resolve().then(g); await g();", [
    "time-limit",
    "memory-limit",
  ]),
  endless("to loop in a generator", "for (const _ of (function* () { for (;;) yield 1; })());"),
  endless("to loop in a getter", "const o = { get a(): any { for (;;); } }; return o.a;"),
  endless("to loop in a sort", "[1, 2].sort(() => { for (;;); });"),
  endless("to loop in a replacement", '"x".replace(/x/, () => { for (;;); });'),
  endless("to loop in JSON", "JSON.stringify({ toJSON() { for (;;); } });"),
  endless(
    "to loop in an async iterator",
    "for await (const _ of { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: 1 }) }) } as any);",
  ),
  endless("to swallow every error and go on", "for (;;) { try { for (;;) null!.x; } catch {} }"),
  endless(
    "to compute for ever inside one builtin",
    '10n ** (10n ** 8n) % 7n; "x".padEnd(2 ** 29).match(/(x*)*y/); for (;;);',
  ),
  endless("to train for ever", "for (;;) tf.tidy(() => tf.matMul(tf.ones([64, 64]), tf.ones([64, 64])).dataSync());"),
  endless(
    "to wait in a timer that sets itself again",
    "await new Promise(() => { const g = () => setTimeout(g, 0); g(); });",
  ),
  attempt(
    "to wait for ever with Atomics",
    'Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0); return "BREACH";',
  ),
  attempt(
    "to run WebAssembly that loops",
    "new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11])));",
  ),
  attempt(
    "to keep the pool of threads busy with key derivation",
    `
     const key = await crypto.subtle.importKey("raw", new Uint8Array(8), "PBKDF2", false, ["deriveBits"]);
     for (let i = 0; i < 64; i++) crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-512", salt: new Uint8Array(8), iterations: 1e9 }, key, 512);
     return "BREACH";`,
  ),
  // Memory.
  endless("to fill memory with timers", "for (;;) setTimeout(() => {}, 1e9);", "memory-limit"),
  endless(
    "to fill memory with copies",
    "const kept = []; for (;;) kept.push(structuredClone(new Uint8Array(1 << 22).fill(1)));",
    "memory-limit",
  ),
  endless(
    "to fill memory with a map",
    "const kept = new Map(); for (let i = 0;; i++) kept.set(i, [i]);",
    "memory-limit",
  ),
  endless("to fill memory with variables", "for (;;) tf.variable(tf.ones([512, 512]));", "memory-limit"),
  endless("to ask for a list too long for any memory", "return new Float64Array(2 ** 33).length;", "memory-limit"),
  attempt(
    "to fill memory with WebAssembly",
    "const kept = []; for (;;) kept.push(new WebAssembly.Memory({ initial: 10_000 }));",
  ),
  attempt(
    "to fill memory with blobs",
    "const kept = []; for (;;) kept.push(new Blob([new Uint8Array(1 << 24).fill(1)]));",
  ),
  attempt(
    "to fill memory with nested workers",
    `for (;;) new (globalThis as any).Worker("data:text/javascript,for(;;);", { type: "module" });`,
  ),
  attempt(
    "to fill memory with a compressed bomb",
    `
     const stream = new (globalThis as any).DecompressionStream("gzip"); return stream && "BREACH";`,
  ),
  attempt(
    "to fill memory with a database",
    `const { DatabaseSync } = ${builtin("sqlite")}; const db = new DatabaseSync(":memory:");
     db.exec("create table t (x)"); for (;;) db.exec("insert into t values (randomblob(1 << 24))");`,
  ),
  // Output.
  endless(
    "to print in groups for ever",
    'for (;;) { console.group("x".repeat(1000)); console.groupEnd(); }',
    "output-limit",
  ),
  endless("to print a table for ever", "for (;;) console.table([[1, 2, 3], [4, 5, 6]]);", "output-limit"),
  endless(
    "to print an error of two million characters",
    'console.error(new Error("x".repeat(2e6)));',
    "output-limit",
  ),
  {
    tries: "to throw ten million characters in a promise",
    source: () =>
      'Promise.reject(new Error("x".repeat(1e7)));\nexport async function f() { await new Promise(() => {}); }',
    status: "runtime-error",
  },
  sabotage(
    "to print a frame in two halves",
    `console.log("\\u0002" + "0".repeat(31));; console.log("0:00000002{}")`,
    mapProbe,
  ),
  sabotage(
    "to print the beginning of a frame and no end",
    `console.log("\\u0002".repeat(3) + "0".repeat(16))`,
    mapProbe,
  ),
  // More of the file system.
  attempt("to see whether a file exists", ({ file }) => `${deno}.statSync("${file}"); return "HOST BREACH";`),
  attempt("to see whether a file exists, by the kind of error", ({ file, folder }) => `
     const kind = (path: string) => { try { ${deno}.openSync(path, { write: true }); return "open"; } catch (error) { return (error as Error).name; } };
     return kind("${file}") !== kind("${folder}/none") ? "HOST BREACH" : "refused";`),
  attempt(
    "to read a file through a link of its own",
    ({ file }) => `${deno}.symlinkSync("${file}", "/tmp/link"); return ${deno}.readTextFileSync("/tmp/link");`,
  ),
  attempt(
    "to read a file through a hard link",
    ({ file }) => `${deno}.linkSync("${file}", "/tmp/hard"); return ${deno}.readTextFileSync("/tmp/hard");`,
  ),
  attempt("to read a file through /proc", ({ file }) => `return ${deno}.readTextFileSync("/proc/1/root${file}");`),
  attempt(
    "to read a file through the working directory of the parent",
    ({ file }) => `return ${deno}.readTextFileSync("/proc/self/../1/cwd${file}");`,
  ),
  attempt(
    "to read a file by climbing out of its folder",
    ({ file }) => `return ${deno}.readTextFileSync("/tmp/../..${file}");`,
  ),
  attempt(
    "to read whatever file descriptors are open",
    `
     const fs = ${builtin("fs")}; const texts: string[] = [];
     for (let fd = 3; fd < 128; fd++) try { const b = new Uint8Array(4096); const n = fs.readSync(fd, b, 0, 4096, 0); texts.push(new TextDecoder().decode(b.subarray(0, n))); } catch {}
     return texts.join("");`,
  ),
  attempt("to read a file with a database", ({ file }) =>
    `const { DatabaseSync } = ${builtin("sqlite")};
     const db = new DatabaseSync(":memory:"); db.exec("attach '${file}' as a"); return JSON.stringify(db.prepare("select * from a.sqlite_master").all()) + "HOST BREACH";`),
  attempt(
    "to load a native module",
    ({ file }) => `(globalThis as any).process.dlopen({ exports: {} }, "${file}"); return "HOST BREACH";`,
  ),
  attempt("to read a file with a worker", ({ file }) => `
     const code = 'import x from "file://${file}" with { type: "text" }; postMessage(x)';
     const worker = new (globalThis as any).Worker("data:text/javascript," + encodeURIComponent(code), { type: "module" });
     return await new Promise((resolve) => { worker.onmessage = (e: any) => resolve(e.data); worker.onerror = (e: any) => { e.preventDefault(); resolve("refused"); }; });`),
  attempt(
    "to import a file by a computed name",
    ({ file }) => `return (await (0, eval)('import("file://${file}", { with: { type: "text" } })')).default;`,
  ),
  attempt(
    "to write beside the file",
    ({ folder }) => `${builtin("fs")}.writeFileSync("${folder}/written", "x"); return "HOST BREACH";`,
  ),
  attempt("to remove the file", ({ file }) => `${deno}.removeSync("${file}"); return "HOST BREACH";`),
  attempt(
    "to make the file its own",
    ({ file }) => `${deno}.chownSync("${file}", 65534, 65534); return "HOST BREACH";`,
  ),
  attempt("to change the file's mode", ({ file }) => `${deno}.chmodSync("${file}", 0o777); return "HOST BREACH";`),
  attempt(
    "to watch a folder",
    ({ folder }) =>
      `const w = ${deno}.watchFs("${folder}"); for await (const e of w) { w.close(); return JSON.stringify(e); } return "HOST BREACH";`,
  ),
  attempt("to change its own bundles", `${deno}.writeTextFileSync("/sandbox/realm.js", "x"); return "HOST BREACH";`),
  attempt(
    "to change the compiled code that later children read",
    `
     for (const e of ${deno}.readDirSync("/sandbox/cache")) ${deno}.writeTextFileSync("/sandbox/cache/" + e.name, "x"); return "HOST BREACH";`,
  ),
  // More of the network.
  ...(["connect", "connectTls"] as const).map((call) =>
    attempt(
      `to connect with Deno.${call} by name`,
      ({ port }) => `await ${deno}.${call}({ hostname: "localhost", port: ${port} }); return "HOST BREACH";`,
    )
  ),
  attempt("to listen", `${deno}.listen({ port: 0 }); return "HOST BREACH";`),
  attempt("to serve", `${deno}.serve({ port: 0, onListen() {} }, () => new Response("x")); return "HOST BREACH";`),
  attempt("to send a datagram", ({ port }) => `
     const s = ${deno}.listenDatagram({ transport: "udp", port: 0 }); await s.send(new Uint8Array(1), { transport: "udp", hostname: "127.0.0.1", port: ${port} }); return "HOST BREACH";`),
  attempt("to open a unix socket", `${deno}.listen({ transport: "unix", path: "/tmp/s" }); return "HOST BREACH";`),
  attempt("to resolve a name", `return JSON.stringify(await ${deno}.resolveDns("example.org", "A")) + "HOST BREACH";`),
  attempt("to connect with node:net", ({ port }) => `
     const s = ${
    builtin("net")
  }.connect(${port}, "127.0.0.1"); return await new Promise((r) => { s.on("connect", () => r("HOST BREACH")); s.on("error", () => r("refused")); });`),
  attempt("to connect with node:http", ({ port }) => `
     return await new Promise((r) => ${
    builtin("http")
  }.get("http://127.0.0.1:${port}/", () => r("HOST BREACH")).on("error", () => r("refused")));`),
  attempt("to send with node:dgram", ({ port }) => `
     const s = ${
    builtin("dgram")
  }.createSocket("udp4"); return await new Promise((r) => { s.on("error", () => r("refused")); s.send("x", ${port}, "127.0.0.1", (e: any) => r(e ? "refused" : "HOST BREACH")); });`),
  attempt(
    "to look up with node:dns",
    `return await new Promise((r) => ${
      builtin("dns")
    }.resolve4("example.org", (e: any, a: any) => r(e ? "refused" : "HOST BREACH")));`,
  ),
  attempt("to listen to server-sent events", ({ port }) => `
     const s = new (globalThis as any).EventSource("http://127.0.0.1:${port}/"); return await new Promise((r) => { s.onopen = () => r("HOST BREACH"); s.onerror = () => { s.close(); r("refused"); }; });`),
  attempt(
    "to import over the network by a computed name",
    ({ port }) => `return await (0, eval)('import("http://127.0.0.1:${port}/a.js")') && "HOST BREACH";`,
  ),
  attempt("to download a package", `return await (0, eval)('import("npm:is-number@7")') && "HOST BREACH";`),
  attempt(
    "to talk to other children over a channel",
    `
     const c = new (globalThis as any).BroadcastChannel("x"); c.postMessage("x"); return await new Promise((r) => { c.onmessage = () => r("HOST BREACH"); setTimeout(() => { c.close(); r("refused"); }, 100); });`,
  ),
  // More of processes, the environment and the machine.
  attempt(
    "to start Deno again",
    `new ${deno}.Command(${deno}.execPath(), { args: ["--version"] }).outputSync(); return "HOST BREACH";`,
  ),
  attempt(
    "to start a program with node:child_process",
    `const { stdout } = ${
      builtin("child_process")
    }.spawnSync("/bin/sh", ["-c", "id"]); return String(stdout).includes("uid=") ? "HOST BREACH" : "refused";`,
  ),
  attempt("to signal its parent", `${deno}.kill(${deno}.ppid, "SIGTERM"); return "HOST BREACH";`),
  attempt("to signal every process", `(globalThis as any).process.kill(-1, "SIGTERM"); return "HOST BREACH";`),
  attempt("to ignore SIGTERM and stay", `${deno}.addSignalListener("SIGTERM", () => {}); return "kept";`),
  attempt(
    "to read what the parent was given",
    `return ${deno}.readTextFileSync("/proc/" + ${deno}.ppid + "/environ");`,
  ),
  attempt(
    "to learn the host's name and addresses",
    `return ${deno}.hostname() !== "sandbox" || ${deno}.networkInterfaces().length > 1 ? "BREACH" : "refused";`,
  ),
  attempt("to open the inspector", `${builtin("inspector")}.open(0, "127.0.0.1"); return "BREACH";`),
  attempt(
    "to write a snapshot of the heap",
    ({ folder }) => `${builtin("v8")}.writeHeapSnapshot("${folder}/heap"); return "HOST BREACH";`,
  ),
  attempt(
    "to read a snapshot of the heap",
    `let text = ""; for await (const part of ${
      builtin("v8")
    }.getHeapSnapshot()) text += part; return text.length > 0 ? "BREACH" : "refused";`,
  ),
  attempt("to compile text with node:vm", `return ${builtin("vm")}.runInThisContext("1") && "BREACH";`),
  attempt(
    "to unlock the engine's own functions",
    `${builtin("v8")}.setFlagsFromString("--allow-natives-syntax"); return (0, eval)("%GetHeapUsage()") && "BREACH";`,
  ),
  attempt(
    "to reach a fresh realm",
    `return (globalThis as any).ShadowRealm || (globalThis as any).gc || (globalThis as any).Worker ? "BREACH" : "refused";`,
  ),
  attempt(
    "to call the runtime's operations",
    `
     const core = (globalThis as any)[Symbol.for("Deno.internal")]?.core ?? ${deno}.core ?? ${deno}[${deno}.internal]?.core; return core?.ops ? "BREACH" : "refused";`,
  ),
  attempt(
    "to climb the constructor chain to a compiler",
    `return (tf as any).scalar.constructor.constructor("return globalThis.process ?? globalThis.Deno")() && "BREACH";`,
  ),
  attempt(
    "to leave a message for the next child in storage",
    `
     const had = (globalThis as any).localStorage.getItem("x"); (globalThis as any).localStorage.setItem("x", "1"); return had ? "HOST BREACH" : "first";`,
  ),
  ...([
    [
      "a global",
      `const had = (globalThis as any).left; (globalThis as any).left = 1; return had && f !== had ? "refused" : "first";`,
    ],
    [
      "a file",
      `let had = false; try { had = ${deno}.readTextFileSync("/tmp/left") === "1"; } catch {} ${deno}.writeTextFileSync("/tmp/left", "1"); return had ? "HOST BREACH" : "first";`,
    ],
    [
      "a cache",
      `const c = await (globalThis as any).caches.open("x"); const had = await c.match("http://x/"); await c.put("http://x/", new Response("1")); return had ? "HOST BREACH" : "first";`,
    ],
    [
      "a key-value store",
      `const kv = await ${deno}.openKv(); const had = (await kv.get(["x"])).value; await kv.set(["x"], 1); return had ? "HOST BREACH" : "first";`,
    ],
  ] as const).map(([place, body]) => ({
    ...attempt(`to leave a message for the next child in ${place}`, body),
    twice: true,
  })),
  systemCall("to open a socket by a system call", [41, 198], 2, 1),
  systemCall("to open a unix socket by a system call", [41, 198], 1, 1),
  systemCall("to open a vsock by a system call", [41, 198], 40, 1),
  systemCall("to ask for the kernel's keyring", [250, 219], 0, -3, 1),
  systemCall("to trace another process", [101, 117], 16, 1),
  systemCall("to read another process' memory", [310, 270], 1),
  systemCall("to leave its namespaces", [272, 97], 0x10000000),
  systemCall("to make a process", [56, 220], 17),
  systemCall("to fork", [57, 1_079]),
  systemCall("to mount", [165, 40], "none", "/tmp", "tmpfs"),
  systemCall("to change its root", [161, 51], "/tmp"),
  systemCall("to load a program into the kernel", [321, 280], 5),
  systemCall("to set up a ring of system calls", [425, 425], 8),
  systemCall("to catch page faults", [323, 282], 0),
  systemCall("to share memory with the host", [29, 194], 0x76697661, 4096, 0o1666),
  systemCall("to make a program out of memory", [319, 279], "x"),
  systemCall("to take another process' files", [438, 438], 3),
  systemCall("to open a file by its handle", [304, 265], -100),
  systemCall("to raise its limits", [160, 164], 9, "xxxxxxxxxxxxxxxx"),
  systemCall("to gain another user's rights", [105, 146], 1_000),
  systemCall("to send a signal to a group", [62, 129], -1, 0),
];
