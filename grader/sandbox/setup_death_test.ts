import assert from "node:assert/strict";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { startChild, textOf } from "./child.ts";
import { tierParts } from "./choose_tier.ts";
import { createJailTier } from "./jail_tier.ts";
import { descendantsOf } from "./processes.ts";
import type { Tier } from "./tier.ts";

const rounds = 40;
const readyMsMax = 10_000;
const directory = await buildSandbox();
let tier: Tier | undefined;
let missing = "";
try {
  tier = await createJailTier(await tierParts(directory));
  const code = await startChild(tier.commandLine({ script: "canary.js", flags: () => [], args: ["{}"], memoryMiB: 64 }))
    .status.then((status) => status.code);
  // bubblewrap's own failures.
  if (code === 127 || code === 126) throw new Error(`bubblewrap ends with code ${code}`);
} catch (error) {
  missing = error instanceof Error ? error.message : String(error);
}

/** Processes of a group, which keep its number when their parent is gone. */
function group(id: number): number[] {
  return Array.from(Deno.readDirSync("/proc"), ({ name }) => Number(name)).filter(Number.isInteger).filter((pid) => {
    try {
      const [state, , groupId] = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").at(-1)!.split(" ");
      return Number(groupId) === id && state !== "Z";
    } catch {
      return false;
    }
  });
}

Deno.test({
  name: `nothing stays behind when bubblewrap is killed while it sets up${missing && ` (skipped: ${missing})`}`,
  ignore: missing !== "",
  timeout: 2 * readyMsMax,
  fn: async () => {
    for (let round = 0; round < rounds; round++) {
      const known = new Set(descendantsOf(Deno.pid).map(({ pid }) => pid));
      const child = startChild(tier!.commandLine({
        script: "main.js",
        flags: () => [],
        args: [],
        memoryMiB: 64,
      }));
      const reading = Promise.all([textOf(child.readStdout), textOf(child.readStderr)]);
      const { pid } = descendantsOf(Deno.pid).find(({ pid, parent }) => parent === Deno.pid && !known.has(pid))!;
      // Without a pause, so that the process inside is caught while it waits for its parent.
      const deadline = performance.now() + readyMsMax;
      const children = () => Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`);
      while (children() === "" && performance.now() < deadline);
      Deno.kill(pid, "SIGKILL");
      await child.status;
      await reading;
      // Its pipes close a moment before it has ended.
      while (group(pid).length > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve));
      assert.deepEqual(group(pid), []);
    }
  },
});
