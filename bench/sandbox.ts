/**
 * Measures the sandbox: starts, hand-off, limits, idle children, the way over HTTP; `--soak N` runs N jobs, half of them hostile.
 * Prints Markdown for RESULTS.md.
 *
 * @module
 */
import { createSandbox } from "../grader/sandbox/mod.ts";
import { tierParts } from "../grader/sandbox/choose_tier.ts";
import { fillCodeCache } from "../grader/sandbox/fill_code_cache.ts";
import { createJailTier } from "../grader/sandbox/jail_tier.ts";
import { createLandlockTier } from "../grader/sandbox/landlock_tier.ts";
import { createLimitsOnlyTier } from "../grader/sandbox/limits_only_tier.ts";
import { untilReady, usualMemoryMiB } from "../grader/sandbox/pool.ts";
import { areAlive, descendantsOf } from "../grader/sandbox/processes.ts";
import { runJob } from "../grader/sandbox/run_job.ts";
import { type Session, startSession } from "../grader/sandbox/session.ts";
import { jobOf } from "../grader/sandbox/testing.ts";
import type { Tier } from "../grader/sandbox/tier.ts";
import { gradeCoding } from "../grader/coding/mod.ts";
import { type CodingQuestion, loadBank, seededRandom } from "../question-bank/mod.ts";
import { buildSandbox } from "../tools/build_sandbox.ts";
import { bankOf, coding } from "../tests/support/questions.ts";
import { createTestApp } from "../tests/support/services.ts";
import { soak } from "../tests/load/soak.ts";

const starts = 15;
const handOffs = 30;
const limitRuns = 12;
const submissions = 15;
const wallMs = 300;
const trivial = "export function f(x: number): number { return 2 * x; }";

const directory = await buildSandbox();
const load = () => Deno.readTextFileSync("/proc/loadavg").split(" ").slice(0, 2).join(" ");
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { min: sorted[0]!, median: at(0.5), p95: at(0.95), max: sorted.at(-1)! };
}

const shown = ({ min, median, p95, max }: Spread) =>
  [min, median, p95, max].map((value) => value < 20 ? value.toFixed(1) : value.toFixed(0)).join(" / ");

function row(what: string, result: string, goal: string): void {
  console.log(`| ${what} | ${result} | ${goal} |`);
}

interface Bench {
  readonly tier: Tier;
  readonly cache: string | undefined;
}

async function start({ tier, cache }: Bench): Promise<Session> {
  const session = startSession(tier, {
    memoryMiB: usualMemoryMiB,
    ...cache ? { cache: { folder: cache, fills: false } } : {},
  });
  await untilReady(session);
  return session;
}

async function end(session: Session): Promise<void> {
  session.kill();
  await session.ending;
}

async function coldStarts(benches: readonly Bench[]): Promise<void> {
  const times = new Map(benches.map((bench) => [bench, [] as number[]]));
  for (let round = 0; round < starts; round++) {
    for (const bench of benches) {
      const before = performance.now();
      const session = await start(bench);
      times.get(bench)!.push(performance.now() - before);
      await end(session);
    }
  }
  for (const [{ tier }, values] of times) {
    row(`cold start to ready, ${tier.name}, ms`, shown(spreadOf(values)), tier.name === "jail" ? "median 150" : "");
  }
  const plain = times.get(benches.find(({ tier }) => tier.name === "limits-only")!)!;
  for (const [{ tier }, values] of times) {
    if (tier.name === "limits-only") continue;
    const over = spreadOf(values.map((value, round) => value - plain[round]!));
    const min = spreadOf(values).min - spreadOf(plain).min;
    row(`more than a plain child, ${tier.name}, ms`, `min ${min.toFixed(1)}, median ${over.median.toFixed(1)}`, "15");
  }
}

async function handOff(bench: Bench): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < handOffs; run++) {
    const session = await start(bench);
    await pause(50);
    const job = jobOf(trivial, { probes: [{ inputs: 21 }] });
    const before = performance.now();
    let took = NaN;
    await runJob(session, job, { onResult: () => took = performance.now() - before });
    times.push(took);
    await session.ending;
  }
  row(`hand-off to a ready child, source to first result, ${bench.tier.name}, ms`, shown(spreadOf(times)), "5, p95 10");
}

async function limitHit(bench: Bench): Promise<void> {
  const sources = [
    "for (;;);",
    "for (;;) await 0;",
    "const g = (): any => { try { return g(); } finally { g(); } }; g();",
  ];
  const times: number[] = [];
  for (let run = 0; run < limitRuns; run++) {
    const session = await start(bench);
    const pids = descendantsOf(Deno.pid).map(({ pid }) => pid);
    const source = `export async function f() { ${sources[run % sources.length]} }`;
    const before = performance.now();
    const { status } = await runJob(session, jobOf(source, { limits: { wallMs, memoryMiB: usualMemoryMiB } }));
    await session.ending;
    if (status !== "time-limit" || areAlive(pids)) throw new Error(`Cannot measure: ${status}, expected a time-limit`);
    times.push(performance.now() - before - wallMs);
  }
  row(`a limit is hit → every process is gone, ${bench.tier.name}, ms`, shown(spreadOf(times)), "150 at worst");
}

async function idle(bench: Bench): Promise<void> {
  const before = new Set(descendantsOf(Deno.pid).map(({ pid }) => pid));
  const session = await start(bench);
  await pause(1_000);
  const child = descendantsOf(Deno.pid).filter(({ pid, name }) => !before.has(pid) && name.startsWith("deno")).at(-1)!;
  const rollup = Deno.readTextFileSync(`/proc/${child.pid}/smaps_rollup`);
  const mib = (field: string) => Number(new RegExp(`^${field}: +(\\d+)`, "m").exec(rollup)?.[1]) / 1024;
  const own = mib("Private_Dirty") + mib("Private_Clean");
  const text = `proportional ${mib("Pss").toFixed(1)}, its own ${own.toFixed(1)}, resident ${mib("Rss").toFixed(0)}`;
  row(`idle child, ${bench.tier.name}, MiB`, text, "40 proportional");
  await end(session);
}

async function overHttp(): Promise<void> {
  const sandbox = await createSandbox({ directory });
  const question = coding({ limits: { wallMs: 10_000, memoryMiB: usualMemoryMiB } });
  await using app = await createTestApp({ bank: bankOf(question), grading: { sandbox } });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, app.app.fetch);
  const answer = { kind: "coding", language: "typescript", source: coding().reference };
  const times: number[] = [];
  for (let run = 0; run < submissions + 1; run++) {
    // The spare child of the last run is ready again.
    await pause(1_500);
    const before = performance.now();
    const reply = await fetch(`http://127.0.0.1:${server.addr.port}/v1/grade`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ questionId: "code-one", answer }),
    });
    const { score } = await reply.json();
    if (score !== 1) throw new Error(`Cannot measure: score ${score}, expected 1`);
    if (run > 0) times.push(performance.now() - before);
  }
  row("a trivial task, submission to verdict over HTTP, warm, ms", shown(spreadOf(times)), "60");
  await server.shutdown();
  await sandbox.close();
}

async function training(id: string): Promise<void> {
  const question = (await loadBank()).get(id) as CodingQuestion | undefined;
  if (!question) return row(`${id}, reference solution, s`, "the bank has no such question", "20");
  const sandbox = await createSandbox({ directory });
  const seconds: number[] = [];
  for (let run = 0; run < 3; run++) {
    const answer = { kind: "coding", language: "typescript", source: question.reference } as const;
    const { score, run: report } = await gradeCoding(question, answer, { sandbox, random: () => seededRandom() });
    if (score !== 1) throw new Error(`Cannot measure: the reference scores ${score}, expected 1`);
    seconds.push(report!.durationMs / 1000);
  }
  row(`${id}, reference solution on ${question.backend}, s`, shown(spreadOf(seconds)), "20");
  await sandbox.close();
}

async function soaked(jobs: number): Promise<void> {
  const sandbox = await createSandbox({ directory });
  const before = performance.now();
  const { wrong, growthMiB, gapMs, openFiles } = await soak(sandbox, jobs);
  const seconds = (performance.now() - before) / 1000;
  await sandbox.close();
  row(`soak of ${jobs} jobs: wrong verdicts`, `${wrong.length} (${seconds.toFixed(0)} s, ${sandbox.tier})`, "0");
  row("soak: processes left", String(descendantsOf(Deno.pid).length), "0");
  row("soak: open files, more than at first", String(openFiles), "0");
  row("soak: resident memory of the host, growth, MiB", growthMiB.toFixed(1), "32");
  row("soak: longest gap in the host's event loop, ms", gapMs.toFixed(0), "50");
  for (const fault of wrong) console.error(fault);
}

console.log(`Load at the start: ${load()}\n`);
console.log("| what (min / median / p95 / max) | result | goal |\n| --- | --- | --- |");
const jobs = Deno.args[0] === "--soak" ? Number(Deno.args[1]) : 0;
if (jobs > 0) await soaked(jobs);
else {
  const parts = await tierParts(directory);
  const tiers = [createLimitsOnlyTier(parts), await createJailTier(parts), createLandlockTier(parts)];
  const benches: Bench[] = [];
  for (const tier of tiers) benches.push({ tier, cache: await fillCodeCache(tier, directory) });
  const jail = benches[1]!;
  await coldStarts(benches);
  await handOff(jail);
  await limitHit(jail);
  await limitHit(benches[2]!);
  await idle(jail);
  await overHttp();
  await training("code-ring-of-gaussians");
}
console.log(`\nLoad at the end: ${load()}`);
Deno.exit(0);
