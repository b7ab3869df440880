// Run as a program: measure_step.ts stock|ours <backend> <program> <steps>. Prints one line of JSON.
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { type BackendName, install } from "../mod.ts";
import { seeded } from "../testing/random.ts";
import { type ProgramName, programs } from "../programs/programs.ts";

const [kind, backend, name, steps] = Deno.args as [string, BackendName, ProgramName, string];
if (kind === "ours") {
  await install({ backend });
} else {
  if (backend === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  await tf.setBackend(backend);
}

const counts = { programs: 0, uploads: 0, kernels: 0, reads: 0 };
countCalls(tf.backend(), "read", () => counts.reads++);
countCalls(tf.backend(), "readSync", () => counts.reads++);
countCalls(tf.backend(), "runWebGPUProgram", () => counts.programs++);
if (backend === "webgpu") {
  const manager = (tf.backend() as unknown as { bufferManager: object }).bufferManager;
  const device = (tf.backend() as unknown as { device: GPUDevice }).device;
  // Ours writes tensors through the queue, where uniforms go, too.
  const isTensor = (args: unknown[]) => (args[0] as GPUBuffer).usage & GPUBufferUsage.STORAGE;
  if (kind === "ours") countCalls(device.queue, "writeBuffer", (args) => isTensor(args) && counts.uploads++);
  else countCalls(manager, "acquireBuffer", (args) => args[2] === true && args[3] === false && counts.uploads++);
}
countCalls(tf.engine(), "runKernel", () => counts.kernels++);

const program = programs[name](seeded(1));
const probe = tf.variable(tf.scalar(0));
// Reading any tensor waits for the queue, so a time ends when the work has.
const settle = () => tf.tidy(() => probe.add(1)).data();
// Compiling and packing happen at the first steps.
for (let i = 0; i < Math.min(3, Number(steps)); i++) program.step();
await settle();
const before = { ...counts };
const times: number[] = [];
for (let i = 0; i < Number(steps); i++) {
  const start = performance.now();
  program.step();
  await settle();
  times.push(performance.now() - start);
}
const perStep = (key: keyof typeof counts) => Math.round((counts[key] - before[key]) / Number(steps));
// The least: a busy machine only ever adds.
const stepMs = Math.min(...times);
console.log(
  JSON.stringify({
    kind,
    backend,
    name,
    stepMs,
    kernels: perStep("kernels"),
    programs: perStep("programs"),
    uploads: perStep("uploads"),
    // But for the one that ends the time.
    reads: perStep("reads") - 1,
  }),
);

function countCalls(target: object, method: string, count: (args: unknown[]) => unknown): void {
  const object = target as Record<string, ((...args: unknown[]) => unknown) | undefined>;
  const stock = object[method];
  if (!stock) return;
  object[method] = function (this: unknown, ...args) {
    count(args);
    return stock.apply(this, args);
  };
}
