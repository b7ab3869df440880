import type { RunStatus, Sandbox, SandboxRun } from "../../grader/mod.ts";
import { jobOf, type JobParts, outputsOf } from "../../grader/sandbox/testing.ts";

/** A job and what must come of it. */
interface Case {
  readonly says: string;
  readonly source: string;
  readonly parts?: JobParts;
  readonly status: RunStatus;
  readonly outputs?: readonly unknown[];
}

const tf = 'import * as tf from "@tensorflow/tfjs";\n';
const brief: JobParts = { limits: { wallMs: 400, memoryMiB: 256 } };
const roomy: JobParts = { limits: { wallMs: 60_000, memoryMiB: 256 } };

const honest: readonly Case[] = [
  {
    says: "arithmetic",
    source: "export function f(x: number): number { return 2 * x; }",
    parts: { ...roomy, probes: [{ inputs: 21 }, { inputs: 4 }] },
    status: "ok",
    outputs: [42, 8],
  },
  {
    says: "a matrix product",
    source: `${tf}export function f() { return tf.matMul([[1, 2], [3, 4]], [[1], [1]]).arraySync(); }`,
    parts: roomy,
    status: "ok",
    outputs: [[[3], [7]]],
  },
  {
    says: "a step of training",
    source: `${tf}export function f() {
  const v = tf.variable(tf.scalar(3));
  tf.train.sgd(0.5).minimize(() => v.square(), false, [v]);
  return v.dataSync()[0];
}`,
    parts: roomy,
    status: "ok",
    outputs: [0],
  },
  {
    says: "a syntax error",
    source: "export function f() {\n  return 1 +;\n}",
    parts: roomy,
    status: "compile-error",
    outputs: [],
  },
];

const hostile: readonly Case[] = [
  { says: "a loop", source: "export function f() { for (;;); }", parts: brief, status: "time-limit" },
  { says: "microtasks", source: "export async function f() { for (;;) await 0; }", parts: brief, status: "time-limit" },
  { says: "a loop at the top", source: "for (;;);\nexport function f() {}", parts: brief, status: "time-limit" },
  {
    says: "a flood",
    source: 'for (;;) console.log("x".repeat(1000));\nexport function f() {}',
    parts: roomy,
    status: "output-limit",
  },
  {
    says: "buffers without end",
    source: "export function f() { const kept = []; for (;;) kept.push(new Uint8Array(1 << 26).fill(1)); }",
    parts: roomy,
    status: "memory-limit",
  },
  {
    says: "an early exit",
    source: "(globalThis as any).Deno.exit(0);\nexport function f() {}",
    parts: roomy,
    status: "runtime-error",
  },
  {
    says: "a forged frame",
    source: `console.log("\\u0002" + "0".repeat(32) + ":00000002{}");\nexport function f() { return 1; }`,
    parts: { ...roomy, probes: [{}] },
    status: "ok",
    outputs: [1],
  },
  {
    says: "a replaced Array",
    source: "Array.prototype.map = () => [9] as any;\nexport function f() { return 1; }",
    parts: roomy,
    status: "runtime-error",
  },
];

/** What came of a soak. */
export interface Soaked {
  readonly jobs: number;
  /** Verdicts that were not the right ones. */
  readonly wrong: readonly string[];
  /** Growth of this process' resident memory since the warm-up, in MiB. */
  readonly growthMiB: number;
  /** The longest time in which this process' event loop did nothing, in milliseconds. */
  readonly gapMs: number;
  /** Open file descriptors at the end less those after the warm-up. */
  readonly openFiles: number;
}

const warmUpJobs = 16;
const clockMs = 5;

/** Runs jobs, every second one hostile, as many at once as the sandbox takes. */
export async function soak(sandbox: Sandbox, jobs: number): Promise<Soaked> {
  await runAll(sandbox, warmUpJobs);
  const rss = residentMiB();
  const files = openFiles();
  let last = performance.now();
  let gapMs = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    gapMs = Math.max(gapMs, now - last - clockMs);
    last = now;
  }, clockMs);
  try {
    const wrong = await runAll(sandbox, jobs);
    return { jobs, wrong, growthMiB: residentMiB() - rss, gapMs, openFiles: openFiles() - files };
  } finally {
    clearInterval(timer);
  }
}

async function runAll(sandbox: Sandbox, jobs: number): Promise<string[]> {
  const wrong: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < jobs) {
      const index = next++;
      const cases = index % 2 === 0 ? honest : hostile;
      const each = cases[Math.floor(index / 2) % cases.length]!;
      const fault = faultOf(each, await sandbox.run(jobOf(each.source, each.parts)));
      if (fault !== undefined) wrong.push(`${each.says}: ${fault}`);
    }
  };
  // One more than run at once, so that the sandbox never waits.
  await Promise.all(Array.from({ length: 3 }, worker));
  return wrong;
}

function faultOf({ status, outputs }: Case, run: SandboxRun): string | undefined {
  const isRight = run.status === status &&
    (outputs === undefined || JSON.stringify(outputsOf(run)) === JSON.stringify(outputs));
  return isRight ? undefined : JSON.stringify(run).slice(0, 500);
}

const residentMiB = () => Deno.memoryUsage().rss / 2 ** 20;
const openFiles = () => Array.from(Deno.readDirSync("/proc/self/fd")).length;
