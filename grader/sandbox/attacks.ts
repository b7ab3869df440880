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
  /** Statements of the module, in which `f` is exported; what `f` returns must not be "BREACH" or hold the secret. */
  source(bait: Bait): string;
  /** How the run must end, where that says something. */
  readonly status?: RunStatus;
  /** A probe that computes something itself after the attack, and what it must find. */
  readonly probe?: { readonly source: string; readonly finds: Json };
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
];
