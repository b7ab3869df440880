import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { type RunStatus, SandboxFault, type SandboxRun } from "../mod.ts";
import { createSandbox } from "./create_sandbox.ts";
import { jobOf, type JobParts, outputsOf, tiersUnderTest } from "./testing.ts";

interface Case {
  readonly says: string;
  readonly source: string;
  readonly status: RunStatus;
  readonly parts?: JobParts;
  readonly also?: (run: SandboxRun) => void;
}

const tf = 'import * as tf from "@tensorflow/tfjs";\n';
const brief: JobParts = { limits: { wallMs: 700, memoryMiB: 256 } };
const errorAt = (line: number, column: number) => ({ error }: SandboxRun) =>
  assert.deepEqual([error?.line, error?.column], [line, column]);
const errorSays = (pattern: RegExp) => ({ error }: SandboxRun) => assert.match(error?.message ?? "", pattern);

const cases: readonly Case[] = [
  {
    says: "runs TypeScript on tfjs and gives back what the probe returns",
    source: `${tf}export function f([a, b]: number[]): number { return tf.scalar(a!).mul(b!).dataSync()[0]!; }`,
    parts: { probes: [{ inputs: [6, 7] }] },
    status: "ok",
    also: (run) => {
      assert.deepEqual(run.results, [{ id: "probe-0", status: "returned", output: 42 }]);
      assert.equal(run.backend, "wasm");
      assert.ok(run.peakMemoryMiB > 50 && run.peakMemoryMiB < 500, `peak ${run.peakMemoryMiB} MiB`);
      assert.equal(run.stderr, "");
    },
  },
  {
    says: "runs on the cpu backend when the job asks for it",
    source: `${tf}export function f() { return tf.getBackend(); }`,
    parts: { backend: "cpu" },
    status: "ok",
    also: (run) => assert.deepEqual([run.backend, ...outputsOf(run)], ["cpu", "cpu"]),
  },
  {
    says: "takes second derivatives through tanh, which stock tfjs gets wrong",
    source: `${tf}export function f() {
  const square = (x: tf.Tensor) => tf.grad((x: tf.Tensor) => x.tanh().sum())(x).square().sum();
  return tf.grad(square)(tf.tensor1d([0.5])).arraySync();
}`,
    status: "ok",
    also: (run) => {
      const t = Math.tanh(0.5);
      const [[slope]] = outputsOf(run) as [[number]];
      assert.ok(Math.abs(slope - -4 * t * (1 - t * t) ** 2) < 1e-5, `${slope}`);
    },
  },
  {
    says: "trains a layers model",
    source: `${tf}export async function f() {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [2], activation: "elu" }), tf.layers.dense({ units: 1 })] });
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  const { history } = await model.fit(tf.ones([8, 2]), tf.ones([8, 1]), { epochs: 2, verbose: 0 });
  return history.loss!.length;
}`,
    status: "ok",
    also: (run) => assert.deepEqual(outputsOf(run), [2]),
  },
  {
    says: "gives numbers that are not finite as null and typed arrays as lists",
    source:
      "export function f() { return [NaN, -Infinity, 1e308, new Float32Array([1, NaN]), { a: undefined, b: true }]; }",
    status: "ok",
    also: (run) => assert.deepEqual(outputsOf(run), [[null, null, 1e308, [1, null], { b: true }]]),
  },
  {
    says: "runs the probes in order, each with its own inputs",
    source: "let calls = 0; export function f(x: number) { return [x, ++calls]; }",
    parts: { probes: [{ inputs: 5 }, { inputs: 6 }] },
    status: "ok",
    also: (run) => assert.deepEqual(outputsOf(run), [[5, 1], [6, 2]]),
  },
  {
    says: "disposes of the tensors that a probe leaves behind",
    source: `${tf}export function f() { tf.ones([10]); return tf.memory().numTensors; }`,
    parts: { probes: [{}, {}, {}] },
    status: "ok",
    also: (run) => assert.equal(new Set(outputsOf(run)).size, 1, JSON.stringify(outputsOf(run))),
  },
  {
    says: "refuses a source with a syntax error at its place",
    source: "export function f() {\n  return 1 +;\n}",
    status: "compile-error",
    also: errorAt(2, 13),
  },
  {
    says: "refuses a source without the export and names it",
    source: "export function g() {}",
    status: "compile-error",
    also: errorSays(/"f" is missing/),
  },
  {
    says: "lets only those probes throw that need a missing export",
    source: "export function f() { return 1; }",
    parts: {
      entryPoints: ["f", "g"],
      probes: [{}, ...["candidate.g()", "new candidate.g()"].map((call) => ({ source: `({ candidate }) => ${call}` }))],
    },
    status: "runtime-error",
    also: (run) => {
      const missing = 'The export "g" is missing, expected a function';
      assert.deepEqual(outputsOf(run), [1, missing, missing]);
    },
  },
  {
    says: "refuses a source over 64 KiB",
    source: `export function f() {} // ${"x".repeat(65_536)}`,
    status: "compile-error",
    also: errorSays(/expected at most 65536/),
  },
  {
    says: "refuses a source that is nested too deeply",
    source: `export function f() {}\nconst x = ${"[".repeat(20_000)}`,
    status: "compile-error",
    also: errorSays(/nested too deeply/),
  },
  {
    says: "reports what is thrown while loading, at its place",
    source: 'export function f() {}\n  throw new TypeError("no");',
    status: "runtime-error",
    also: (run) => {
      assert.equal(run.error?.message, "TypeError: no");
      errorAt(2, 9)(run);
    },
  },
  {
    says: "reports what a call throws, at its place, and runs the next probe",
    source: "const g = (): any => undefined;\nexport function f() {\n  return g().shape;\n}",
    parts: { probes: [{}, { source: "() => 1" }] },
    status: "runtime-error",
    also: ({ results }) => {
      assert.deepEqual(results.map(({ status }) => status), ["threw", "returned"]);
      assert.ok(results[0]?.status === "threw");
      assert.deepEqual([results[0].line, results[0].column], [3, 13]);
      assert.match(results[0].error, /^TypeError: .*'shape'/);
    },
  },
  {
    says: "reports a rejection that nobody handles, at its place",
    source: `const no = () => Promise.reject(new RangeError("late"));
  no();
export async function f() { await new Promise((resolve) => setTimeout(resolve, 1e6)); }`,
    status: "runtime-error",
    also: ({ error }) => assert.deepEqual(error, { message: "RangeError: late", line: 1, column: 33 }),
  },
  {
    says: "reports an error thrown in a timer, at its place",
    source: `setTimeout(() => {
  throw new Error("late");
}, 0);
export async function f() { await new Promise((resolve) => setTimeout(resolve, 1e6)); }`,
    status: "runtime-error",
    also: ({ error }) => assert.deepEqual(error, { message: "late", line: 2, column: 9 }),
  },
  {
    says: "reports an error that the library throws, at the submission's own place",
    source: `${tf}export function f() {
  return tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3])));
}`,
    status: "runtime-error",
    also: ({ results: [result] }) => {
      assert.ok(result?.status === "threw");
      assert.match(result.error, /inner shapes/);
      assert.deepEqual([result.line, result.column], [3, 27]);
    },
  },
  {
    says: "ends an endless loop while loading",
    source: "while (true);\nexport function f() {}",
    parts: brief,
    status: "time-limit",
  },
  {
    says: "keeps the results from before the limit",
    source: "export function f(x: number) { while (x > 0); return x; }",
    parts: { ...brief, probes: [{ inputs: 0 }, { inputs: 1 }] },
    status: "time-limit",
    also: (run) => assert.deepEqual(outputsOf(run), [0]),
  },
  {
    says: "ends a wait for nothing",
    source: "await new Promise(() => {});\nexport function f() {}",
    parts: brief,
    status: "time-limit",
  },
  {
    says: "ends an endless row of microtasks",
    source: "export async function f() { for (;;) await 0; }",
    parts: brief,
    status: "time-limit",
  },
  {
    says: "ends a regular expression that backtracks for ever",
    source: 'export function f() { return /^(a+)+$/.test("a".repeat(40) + "b"); }',
    parts: brief,
    status: "time-limit",
  },
  {
    says: "ends a source whose types take exponential time to parse",
    source: `export function f() {}\nconst x = ${"<T>(".repeat(40)}1${")".repeat(40)}`,
    parts: brief,
    status: "time-limit",
  },
  {
    says: "ends a submission that fills the JavaScript heap",
    source: "export function f() { const kept = []; for (;;) kept.push(Array(1000).fill({})); }",
    status: "memory-limit",
    also: ({ peakMemoryMiB }) => assert.ok(peakMemoryMiB > 200, `peak ${peakMemoryMiB} MiB`),
  },
  {
    says: "ends a submission that fills memory with buffers",
    source: "export function f() { const kept = []; for (;;) kept.push(new Uint8Array(1 << 24).fill(1)); }",
    status: "memory-limit",
  },
  {
    says: "ends a submission that fills memory with strings",
    source: 'export function f() { const kept = []; let s = "x"; for (;;) { s += s; kept.push(s.split("")); } }',
    status: "memory-limit",
  },
  {
    says: "ends a submission that fills memory with tensors",
    source: `${tf}export function f() { const kept = []; for (;;) kept.push(tf.ones([1024, 1024]).add(1)); }`,
    status: "memory-limit",
  },
  {
    says: "ends a submission that asks for a terabyte",
    source: "export function f() { return new ArrayBuffer(2 ** 40).byteLength; }",
    status: "memory-limit",
  },
  {
    says: "ends a flood on stdout and shows its beginning",
    source: 'export function f() { for (let i = 0;; i++) console.log(`line ${i} ${"x".repeat(500)}`); }',
    status: "output-limit",
    also: ({ stdout }) => {
      assert.ok(stdout.startsWith("line 0 "));
      assert.ok(stdout.length < 17_000, `${stdout.length}`);
      assert.match(stdout, /more bytes\)$/);
    },
  },
  {
    says: "ends a flood on stderr",
    source: 'for (;;) console.error("x".repeat(1000));\nexport function f() {}',
    status: "output-limit",
  },
  {
    says: "shows what is printed",
    source: 'console.log("one", { two: [3] }); console.error("four"); export function f() {}',
    status: "ok",
    also: ({ stdout, stderr }) => assert.deepEqual([stdout, stderr], ["one { two: [ 3 ] }\n", "four\n"]),
  },
  {
    says: "shows printed stack traces with the lines of the source",
    source: 'export function f() {\n  console.log(new Error("where").stack);\n}',
    status: "ok",
    also: ({ stdout }) => assert.match(stdout, /submission\.ts:2:15/),
  },
  {
    says: "refuses a result that is too long",
    source: "export function f() { return new Float64Array(1e6).fill(0.1); }",
    status: "runtime-error",
    also: (run) => assert.match(String(outputsOf(run)), /longer than/),
  },
];

const directory = await buildSandbox();
for (const { name, sandbox, missing } of await tiersUnderTest(directory)) {
  const ignore = missing !== undefined;
  const skipped = ignore ? ` (skipped: ${missing})` : "";
  const test = (says: string, body: () => Promise<void>) =>
    Deno.test({
      name: `sandbox in ${name} ${says}${skipped}`,
      ignore,
      fn: body,
      // The tests share the children of one sandbox; attacks_test.ts counts what is left of them.
      sanitizeOps: false,
      sanitizeResources: false,
    });
  const runs = new Map<Case, Promise<SandboxRun>>();
  const start = () => {
    for (const each of cases) runs.set(each, sandbox.run(jobOf(each.source, each.parts)));
  };

  for (const each of cases) {
    test(each.says, async () => {
      // All are queued at once, so that both places of the sandbox are in use.
      if (runs.size === 0) start();
      const run = await runs.get(each)!;
      assert.equal(run.status, each.status, JSON.stringify(run));
      each.also?.(run);
    });
  }

  test("draws the inputs after the code has been loaded", async () => {
    const order: string[] = [];
    await sandbox.run({
      ...jobOf("export function f() {}"),
      probes: () => {
        order.push("drawn");
        return [];
      },
    });
    const refused = await sandbox.run({
      ...jobOf("throw 1; export function f() {}"),
      probes: () => assert.fail("drawn for code that did not load"),
    });
    assert.deepEqual([order, refused.error?.message], [["drawn"], "Threw 1"]);
  });

  test("tells results as they come", async () => {
    const told: unknown[] = [];
    const job = jobOf("export function f(x: number) { return x; }", { probes: [{ inputs: 1 }, { inputs: 2 }] });
    const run = await sandbox.run(job, { onResult: (result) => told.push(result) });
    assert.deepEqual(told, run.results);
  });

  test("tells losses while a probe goes on", async () => {
    const told: unknown[] = [];
    const source = `({ candidate, report }) => { report(1, { d: 0.5, g: Infinity }); return candidate.f(report); }`;
    const job = jobOf("export function f(report: any) { report(2, { d: 'x' }); return 3; }", { probes: [{ source }] });
    const run = await sandbox.run(job, { onLosses: (losses) => told.push(losses) });
    assert.deepEqual([run.status, ...outputsOf(run)], ["ok", 3]);
    assert.deepEqual(told, [{ id: "probe-0", step: 1, losses: { d: 0.5 } }]);
  });

  test("shows what is printed before the first silent probe and nothing after it", async () => {
    const source = "export function f(x: number) { console.log('out', x); console.error('err', x); return x; }";
    const run = await sandbox.run(
      jobOf(source, { probes: [{ inputs: 1 }, { inputs: 23, silent: true }, { inputs: 45 }] }),
    );
    assert.match(run.stdout, /^out 1\n… \(\d+ bytes that were printed during hidden checks are not shown\)$/);
    assert.match(run.stderr, /^err 1\n… \(\d+ bytes that were printed during hidden checks are not shown\)$/);
    assert.deepEqual(outputsOf(run), [1, 23, 45]);
  });

  test("ends a run when its signal is aborted", async () => {
    const controller = new AbortController();
    const job = jobOf("export function f(x: number) { while (x > 0); }", {
      probes: [{ inputs: 0 }, { inputs: 1 }],
      limits: { wallMs: 60_000, memoryMiB: 256 },
    });
    const run = sandbox.run(job, { signal: controller.signal, onResult: () => controller.abort(new Error("enough")) });
    await assert.rejects(run, /enough/);
    await assert.rejects(sandbox.run(job, { signal: AbortSignal.abort(new Error("before")) }), /before/);
  });

  test("still runs when the compiled code is cleared away under it", async () => {
    await Deno.remove(`${directory}/cache`, { recursive: true }).catch(() => {});
    for (let run = 0; run < 2; run++) {
      assert.equal((await sandbox.run(jobOf("export function f() { return 1; }"))).status, "ok");
    }
  });

  Deno.test.afterAll(() => sandbox.close());
}

/** The spare children of the other sandboxes of this file come up meanwhile. */
const amongOthers = { sanitizeOps: false, sanitizeResources: false };

Deno.test("a sandbox without its bundles has no tier, says so and faults every run", amongOthers, async () => {
  const directory = await Deno.makeTempDir();
  try {
    const sandbox = await createSandbox({ directory });
    assert.equal(sandbox.tier, "none");
    await assert.rejects(sandbox.run(jobOf("export function f() {}")), (error) => {
      assert.ok(error instanceof SandboxFault);
      assert.ok(error.message.includes(sandbox.reason));
      return true;
    });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test({
  name: "a sandbox whose children do not start faults a run after trying twice, and works again once they do",
  ignore: Deno.build.os !== "linux",
  ...amongOthers,
  fn: async () => {
    const built = await buildSandbox();
    const directory = await Deno.makeTempDir();
    try {
      for (const { name, isFile } of Deno.readDirSync(built)) {
        if (isFile) await Deno.copyFile(`${built}/${name}`, `${directory}/${name}`);
      }
      const sandbox = await createSandbox({ directory, spares: 0, tier: "limits-only" });
      const job = jobOf("export function f() { return 1; }");
      const realm = await Deno.readTextFile(`${directory}/realm.js`);
      await Deno.writeTextFile(`${directory}/realm.js`, 'throw new Error("broken");');
      await assert.rejects(sandbox.run(job), (error) => {
        assert.ok(error instanceof SandboxFault);
        assert.match(error.message, /broken/);
        return true;
      });
      await Deno.writeTextFile(`${directory}/realm.js`, realm);
      assert.equal((await sandbox.run(job)).status, "ok");
      await sandbox.close();
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});

const gpuSandbox = await createSandbox({ directory, tier: "jail", webgpu: true, spares: 0 });
const noGpu = /no WebGPU: .*/.exec(gpuSandbox.reason)?.[0] ??
  (gpuSandbox.tier === "none" ? gpuSandbox.reason : undefined);
Deno.test({
  name: `sandbox in jail runs on WebGPU where a driver is there and it is turned on${
    noGpu ? ` (skipped: ${noGpu})` : ""
  }`,
  ignore: noGpu !== undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const source = `${tf}export function f() {
  const reached = ["Deno", "navigator", "GPUDevice"].filter((name) => (globalThis as any)[name] !== undefined);
  const v = tf.variable(tf.scalar(3));
  tf.train.sgd(0.5).minimize(() => v.square(), false, [v]);
  return [tf.getBackend(), tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0], v.dataSync()[0], ...reached];
}`;
    const run = await gpuSandbox.run(
      jobOf(source, { backend: "webgpu", limits: { wallMs: 60_000, memoryMiB: 1_024 } }),
    );
    assert.deepEqual([run.status, run.backend, ...outputsOf(run)], ["ok", "webgpu", ["webgpu", 11, 0]], run.stderr);
  },
});

Deno.test.afterAll(() => gpuSandbox.close());

Deno.test({
  name: `sandbox without WebGPU runs a job that asks for it on wasm and says so`,
  ignore: Deno.build.os !== "linux",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const sandbox = await createSandbox({ directory, tier: "limits-only", spares: 0, webgpu: true });
    assert.match(sandbox.reason, /no WebGPU: the tier is limits-only, expected jail/);
    const run = await sandbox.run(jobOf(`${tf}export function f() { return tf.getBackend(); }`, { backend: "webgpu" }));
    assert.deepEqual([run.backend, ...outputsOf(run)], ["wasm", "wasm"]);
    await sandbox.close();
  },
});
