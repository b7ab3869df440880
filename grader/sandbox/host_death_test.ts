import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { areAlive, descendantsOf } from "./processes.ts";
import { tiersUnderTest } from "./testing.ts";

const directory = await buildSandbox();
const deadlineMs = 10_000;
const pollMs = 20;

/** A host of its own, with an endless submission running and a spare child. */
const host = (tier: string) => `
import { createSandbox } from ${JSON.stringify(new URL("mod.ts", import.meta.url).href)};
import { jobOf } from ${JSON.stringify(new URL("testing.ts", import.meta.url).href)};
const sandbox = await createSandbox({ directory: ${JSON.stringify(directory)}, tier: ${
  JSON.stringify(tier)
}, spares: 2 });
const job = jobOf("export function f(x) { while (x > 0); }", { probes: [{ inputs: 0 }, { inputs: 1 }], limits: { wallMs: 1e6, memoryMiB: 1024 } });
await sandbox.run(job, { onResult: () => console.log("running") });
`;

for (const { name, sandbox, missing } of await tiersUnderTest(directory)) {
  await sandbox.close();
  const skipped = missing === undefined ? "" : ` (skipped: ${missing})`;
  Deno.test({
    name: `no child in ${name} outlives a host that is killed${skipped}`,
    ignore: missing !== undefined,
    fn: async () => {
      const process = new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "-A", "--config", new URL("../../deno.json", import.meta.url).pathname, "-"],
        stdin: "piped",
        stdout: "piped",
      }).spawn();
      const stdin = process.stdin.getWriter();
      await stdin.write(new TextEncoder().encode(host(name)));
      await stdin.close();
      const reader = process.stdout.getReader();
      const { value } = await reader.read();
      assert.equal(new TextDecoder().decode(value), "running\n");
      const children = descendantsOf(process.pid).map(({ pid }) => pid);
      assert.ok(children.length >= 2, `${children}`);
      process.kill("SIGKILL");
      await process.status;
      await reader.cancel();
      const deadline = performance.now() + deadlineMs;
      while (areAlive(children) && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      assert.ok(!areAlive(children));
    },
  });
}
