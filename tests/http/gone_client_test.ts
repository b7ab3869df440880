import assert from "node:assert/strict";
import { createSandbox } from "../../grader/sandbox/mod.ts";
import { areAlive, descendantsOf } from "../../grader/sandbox/processes.ts";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import { bankOf, coding } from "../support/questions.ts";
import { sandboxOf } from "../support/scripted_sandbox.ts";
import { createTestApp } from "../support/services.ts";

const sandbox = await createSandbox({ directory: await buildSandbox(), spares: 0 });
const { tier, reason } = sandbox;
await sandbox.close();
const ignore = tier === "none";
const skipped = ignore ? ` (skipped: ${reason})` : "";
const bank = bankOf(coding({ limits: { wallMs: 60_000, memoryMiB: 1024 } }));

/** Sends an answer to a server of its own and closes the connection once its code runs; `check` gets the child's processes. */
async function goAway(
  { source, headers }: { readonly source: string; readonly headers: Record<string, string> },
  check: (app: Awaited<ReturnType<typeof createTestApp>>, pids: readonly number[]) => Promise<void>,
): Promise<void> {
  const own = await createSandbox({ directory: await buildSandbox(), spares: 0 });
  const loaded = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  try {
    const watched = sandboxOf((job, options) =>
      own.run({
        ...job,
        probes: () => {
          loaded.resolve();
          return job.probes();
        },
      }, options)
    );
    await using app = await createTestApp({ bank, grading: { sandbox: watched } });
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
      request.signal.addEventListener("abort", () => closed.resolve());
      return await app.app.fetch(request);
    });
    const client = new AbortController();
    const answer = { kind: "coding", language: "typescript", source };
    const reply = fetch(`http://127.0.0.1:${server.addr.port}/v1/grade`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body: JSON.stringify({ questionId: "code-one", answer }),
      signal: client.signal,
    });
    await loaded.promise;
    const pids = descendantsOf(Deno.pid).map(({ pid }) => pid);
    assert.ok(areAlive(pids));
    client.abort();
    await assert.rejects(reply, { name: "AbortError" });
    await closed.promise;
    await app.queue.idle();
    await check(app, pids);
    await server.shutdown();
  } finally {
    await own.close();
  }
}

Deno.test({
  name: `a precheck whose client goes away is cancelled and its child is gone${skipped}`,
  ignore,
  fn: async () => {
    const source = "export const double = (x: number) => { for (;;); };";
    await goAway({ source, headers: { Prefer: "precheck" } }, async (app, pids) => {
      assert.deepEqual(await app.sql("SELECT purpose, state FROM jobs"), [{ purpose: "precheck", state: "cancelled" }]);
      assert.ok(!areAlive(pids));
    });
  },
});

Deno.test({
  name: `an answer whose client goes away is graded all the same, and its child is gone${skipped}`,
  ignore,
  fn: async () => {
    const source = `export function double(x: number) {
  const until = performance.now() + 500;
  while (performance.now() < until);
  return 2 * x;
}`;
    await goAway({ source, headers: {} }, async (app, pids) => {
      assert.deepEqual(await app.sql("SELECT purpose, state FROM jobs"), [{ purpose: "grade", state: "done" }]);
      const grades = await app.sql("SELECT id FROM grades");
      const grade = await (await app.request("GET", `/v1/grades/${grades[0]?.id}`)).json();
      assert.deepEqual([grades.length, grade.status, grade.score], [1, "graded", 1]);
      assert.ok(!areAlive(pids));
    });
  },
});
