import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import type { SandboxRun } from "../mod.ts";
import { type Attack, attacks, type Bait } from "./attacks.ts";
import { descendantsOf } from "./processes.ts";
import { jobOf, outputsOf, tiersUnderTest } from "./testing.ts";

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

const wallMs = 1_000;
const openFiles = () => Array.from(Deno.readDirSync(`/proc/${Deno.pid}/fd`)).length;
const openFilesBefore = Deno.build.os === "linux" ? openFiles() : 0;

const tiers = await tiersUnderTest(await buildSandbox());
for (const { name, sandbox, missing } of tiers) {
  const ignore = missing !== undefined;
  const skipped = ignore ? ` (skipped: ${missing})` : "";
  const test = (says: string, body: () => Promise<void>) =>
    Deno.test({ name: `${says}${skipped}`, ignore, fn: body, sanitizeOps: false, sanitizeResources: false });
  const runs = new Map<Attack, Promise<SandboxRun>>();
  const start = () => {
    for (const attack of attacks) {
      const probes = attack.probe ? [{ source: attack.probe.source }] : [{}, {}];
      runs.set(attack, sandbox.run(jobOf(attack.source(bait), { probes, limits: { wallMs, memoryMiB: 256 } })));
    }
  };

  for (const attack of attacks) {
    test(`${name} holds against a submission that tries ${attack.tries}`, async () => {
      if (runs.size === 0) start();
      const run = await runs.get(attack)!;
      const text = JSON.stringify(run);
      assert.ok(!text.includes(secret) && !text.includes("BREACH"), text);
      if (attack.status) assert.equal(run.status, attack.status, text);
      if (attack.probe) assert.deepEqual([run.status, ...outputsOf(run)], ["ok", attack.probe.finds], text);
      if (!attack.status && !attack.probe) assert.ok(run.status === "ok" && run.results.length === 2, text);
    });
  }
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
