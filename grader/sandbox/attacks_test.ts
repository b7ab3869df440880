import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import type { SandboxRun } from "../mod.ts";
import { type Attack, attacks, type Bait } from "./attacks.ts";
import { startChild, textOf } from "./child.ts";
import { tierParts } from "./choose_tier.ts";
import type { CanaryPlan } from "./guest/canary.ts";
import { createJailTier } from "./jail_tier.ts";
import { descendantsOf } from "./processes.ts";
import { jobOf, outputsOf, tiersUnderTest } from "./testing.ts";
import type { Tier } from "./tier.ts";

const secret = crypto.randomUUID();
const folder = await Deno.makeTempDir({ prefix: "viva_bait_" });
await Deno.chmod(folder, 0o777);
await Deno.writeTextFile(`${folder}/secret`, secret);
Deno.env.set("VIVA_BAIT", secret);
let connections = 0;
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const listening = (async () => {
  for await (const connection of listener) {
    connections++;
    connection.close();
  }
})();
const bait: Bait = { file: `${folder}/secret`, folder, port: listener.addr.port, secret };

const openMsMax = 3_000;
const openFiles = () => Array.from(Deno.readDirSync(`/proc/${Deno.pid}/fd`)).length;
const openFilesBefore = Deno.build.os === "linux" ? openFiles() : 0;

const directory = await buildSandbox();
const tiers = await tiersUnderTest(directory);
for (const { name, sandbox, missing } of tiers) {
  const ignore = missing !== undefined;
  const skipped = ignore ? ` (skipped: ${missing})` : "";
  const test = (says: string, body: () => Promise<void>) =>
    Deno.test({ name: `${says}${skipped}`, ignore, fn: body, sanitizeOps: false, sanitizeResources: false });
  const run = (attack: Attack) => {
    const probes = attack.probe ? [{ source: attack.probe.source }] : [{}, {}];
    return sandbox.run(jobOf(attack.source(bait), { probes, limits: { wallMs: wallMsOf(attack), memoryMiB: 256 } }));
  };
  const runs = new Map<Attack, Promise<SandboxRun>>();
  const start = () => {
    for (const attack of attacks) {
      runs.set(attack, attack.twice ? run(attack).then(() => run(attack)) : run(attack));
    }
  };

  for (const attack of attacks) {
    test(`${name} holds against a submission that tries ${attack.tries}`, async () => {
      if (runs.size === 0) start();
      const run = await runs.get(attack)!;
      const text = JSON.stringify(run);
      assert.ok(!text.includes(secret) && !text.includes("BREACH"), text);
      assert.ok(name !== "jail" || !text.includes(directory), text);
      if (attack.status) assert.ok([attack.status].flat().includes(run.status), text);
      if (attack.probe) assert.deepEqual([run.status, ...outputsOf(run)], ["ok", attack.probe.finds], text);
      if (!attack.status && !attack.probe) assert.ok(run.status === "ok" && run.results.length === 2, text);
    });
  }
}

/** Whoever fills memory gets the time for it. */
function wallMsOf({ status }: Attack): number {
  return [status].flat().includes("time-limit") ? 1_000 : 20_000;
}

// Limits hold for whatever runs; the walls are to hold alone, without the realm and Deno's permissions in front of them.
const limitStatuses: readonly (string | undefined)[] = ["time-limit", "memory-limit", "output-limit"];
const sourceLengthMax = 100_000;
const walled = attacks.filter(({ status, source }) =>
  ![status].flat().some((one) => one !== undefined && limitStatuses.includes(one)) &&
  source(bait).length < sourceLengthMax
);
const [jail] = tiers;
const noJail = jail?.missing;
Deno.test({
  name: `jail alone keeps ${walled.length} attacks in that have all permissions of Deno and no realm around them${
    noJail === undefined ? "" : ` (skipped: ${noJail})`
  }`,
  ignore: noJail !== undefined,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(context) {
    const tier = await createJailTier(await tierParts(directory));
    const waiting = [...walled];
    const worker = async () => {
      for (let attack = waiting.shift(); attack; attack = waiting.shift()) {
        const runs = [await evaluateOpenly(tier, attack), ...attack.twice ? [await evaluateOpenly(tier, attack)] : []];
        const text = runs.join("\n");
        await context.step({
          name: attack.tries,
          fn: () => assert.ok(!text.includes(secret) && !text.includes("HOST BREACH"), text),
          ...unsanitized,
        });
      }
    };
    await Promise.all([worker(), worker()]);
  },
});
const unsanitized = { sanitizeOps: false, sanitizeResources: false, sanitizeExit: false };

/** What an attack prints that runs with `--allow-all` in a child of its own. */
async function evaluateOpenly(tier: Tier, attack: Attack): Promise<string> {
  const source = attack.source(bait).replace(/^import \* as tf from "@tensorflow\/tfjs";/m, "const tf: any = {};");
  const child = startChild(tier.commandLine({
    script: "canary.js",
    flags: () => ["--allow-all", "--unstable-net", "--unstable-kv", "--unstable-broadcast-channel"],
    args: [JSON.stringify({ kind: "evaluate", source } satisfies CanaryPlan)],
    memoryMiB: 256,
  }));
  const deadline = setTimeout(child.kill, openMsMax);
  const [stdout, stderr] = await Promise.all([textOf(child.readStdout), textOf(child.readStderr)]);
  await child.status;
  clearTimeout(deadline);
  return `${attack.tries}: ${stdout.slice(0, 100_000)} ${stderr.slice(0, 100_000)}`;
}

Deno.test({
  name: "all attacks together leave no process, no open file, no connection and no file behind",
  ignore: Deno.build.os !== "linux",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await Promise.all(tiers.map(({ sandbox }) => sandbox.close()));
    assert.deepEqual(descendantsOf(Deno.pid).map(({ name }) => name), []);
    assert.equal(openFiles(), openFilesBefore);
    assert.equal(connections, 0);
    assert.deepEqual(Array.from(Deno.readDirSync(folder), (entry) => entry.name), ["secret"]);
  },
});

Deno.test.afterAll(async () => {
  listener.close();
  await listening;
  await Deno.remove(folder, { recursive: true });
});
