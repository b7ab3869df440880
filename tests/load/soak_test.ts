import assert from "node:assert/strict";
import { createSandbox } from "../../grader/sandbox/mod.ts";
import { descendantsOf } from "../../grader/sandbox/processes.ts";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { soak } from "./soak.ts";

const sandbox = await createSandbox({ directory: await buildSandbox() });
const missing = sandbox.tier === "none" ? ` (skipped: ${sandbox.reason})` : "";

Deno.test({
  name:
    `a sandbox gives 64 jobs in a row, half of them hostile, the right verdicts and keeps nothing of them${missing}`,
  ignore: missing !== "",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { wrong, openFiles } = await soak(sandbox, 64);
    assert.deepEqual(wrong, []);
    await sandbox.close();
    assert.deepEqual(descendantsOf(Deno.pid).map(({ name }) => name), []);
    // The spare child's pipes are closed with it.
    assert.ok(openFiles <= 0, `${openFiles} more files are open`);
  },
});
