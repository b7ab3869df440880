import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { SandboxFault } from "../mod.ts";
import { tierParts } from "./choose_tier.ts";
import { createLimitsOnlyTier } from "./limits_only_tier.ts";
import { createPool } from "./pool.ts";
import { descendantsOf } from "./processes.ts";
import { runJob } from "./run_job.ts";
import { jobOf } from "./testing.ts";
import type { CommandLine, Tier } from "./tier.ts";

const isLinux = Deno.build.os === "linux";
const ignore = !isLinux;
const skipped = isLinux ? "" : " (skipped: not on Linux)";
// The pool is the same in every tier; this one needs nothing of the machine.
const tier = createLimitsOnlyTier(await tierParts(await buildSandbox()));
const shell = (script: string): CommandLine => ({
  command: "/bin/sh",
  args: ["-c", script],
  env: {},
  tellsInnerPid: false,
});

function counting(inner: Tier): Tier & { readonly started: () => number } {
  let count = 0;
  return {
    ...inner,
    commandLine(program) {
      count++;
      return inner.commandLine(program);
    },
    started: () => count,
  };
}

const test = (says: string, fn: () => Promise<void>) => Deno.test({ name: `a pool ${says}${skipped}`, ignore, fn });

test("hands out its spare child and starts another one for a second job", async () => {
  const counted = counting(tier);
  const pool = createPool(counted, { spares: 1 });
  const first = await pool.take(1024);
  const second = await pool.take(1024);
  assert.equal(counted.started(), 2);
  pool.refill();
  assert.equal(counted.started(), 3);
  for (const session of [first, second]) {
    session.kill();
    await session.ending;
  }
  await pool.close();
});

test("does not hand out a spare that has died or has another memory limit", async () => {
  const counted = counting(tier);
  const pool = createPool(counted, { spares: 1 });
  const spare = await pool.take(1024);
  spare.kill();
  await spare.ending;
  pool.refill();
  const other = await pool.take(512);
  assert.equal(counted.started(), 3);
  other.kill();
  await other.ending;
  await pool.close();
});

test("replaces a spare whose memory limit nobody asks for any more", async () => {
  const counted = counting(tier);
  const pool = createPool(counted, { spares: 1 });
  const end = async (session: { kill(): void; readonly ending: Promise<unknown> }) => {
    session.kill();
    await session.ending;
    pool.refill();
  };
  await end(await pool.take(512));
  assert.equal(counted.started(), 3, "the first spare, the one of 512 MiB, and a spare like it");
  await end(await pool.take(512));
  assert.equal(counted.started(), 4, "only the next spare");
  await pool.close();
  assert.deepEqual(descendantsOf(Deno.pid).map(({ name }) => name), []);
});

test("faults when a child does not get ready", async () => {
  const pool = createPool({ ...tier, commandLine: () => shell("echo broken >&2; exit 7") }, { spares: 0 });
  await assert.rejects(pool.take(1024), (error) => {
    assert.ok(error instanceof SandboxFault);
    assert.match(error.message, /ended with code 7 \(broken\)/);
    return true;
  });
});

test("faults when a child sends a frame that is no report, and ends it", async () => {
  // The greeting is 8 digits and {"nonce":"<32 digits>"}: 52 bytes. Only who has read it can make a frame.
  const liar =
    `nonce=$(head -c 52 | sed 's/.*:"\\(.*\\)".*/\\1/'); printf '\\002%s:00000002{}' "$nonce"; exec sleep 1000`;
  const pool = createPool({ ...tier, commandLine: () => shell(liar) }, { spares: 0 });
  await assert.rejects(pool.take(1024), /it was garbled/);
});

test("kills a child that is killed from outside without blaming the submission", async () => {
  const pool = createPool(tier, { spares: 0 });
  const session = await pool.take(1024);
  const job = jobOf("export function f() { while (true); }");
  const run = runJob(session, job);
  session.kill();
  await assert.rejects(run, SandboxFault);
  await pool.close();
});
