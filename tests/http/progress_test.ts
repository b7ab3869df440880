import assert from "node:assert/strict";
import type { Sandbox } from "../../grader/mod.ts";
import type { SessionEvent } from "../../interview/mod.ts";
import { sessionSchema } from "../../routes/schemas.ts";
import { bankOf, coding } from "../support/questions.ts";
import { createTestApp } from "../support/services.ts";

const answer = { kind: "coding", language: "typescript", source: "export const double = 1;" };

/** Tells losses and results, then waits until it is let go, so that what passes by cannot be missed. */
function trainingSandbox() {
  const started = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const sandbox: Sandbox = {
    tier: "jail",
    reason: "this test's own",
    async run(job, options) {
      started.resolve();
      await go.promise;
      const results = job.probes().map(({ id }) => ({ id, status: "returned", output: 42 }) as const);
      options?.onLosses?.({ id: "shown", step: 10, losses: { discriminator: 1.4, generator: 0.7 } });
      for (const result of results) options?.onResult?.(result);
      return { status: "ok", backend: "cpu", durationMs: 1, peakMemoryMiB: 1, stdout: "", stderr: "", results };
    },
  };
  return { sandbox, started: started.promise, go: go.resolve };
}

async function progressIn(mode: string): Promise<unknown[]> {
  const { sandbox, started, go } = trainingSandbox();
  await using app = await createTestApp({ bank: bankOf(coding()), grading: { sandbox } });
  const session = sessionSchema.parse(
    await (await app.request("POST", "/v1/sessions", { mode, questionIds: ["code-one"] })).json(),
  );
  await app.request("POST", `/v1/sessions/${session.id}/turns`, { type: "answer", answer });
  await started;
  const told: SessionEvent[] = [];
  const heard = Promise.withResolvers<void>();
  const listening = (async () => {
    for await (const event of app.interview.events(session.id, null, new AbortController().signal)) {
      told.push(event);
      if (event.name === "state") heard.resolve();
    }
  })();
  await heard.promise;
  go();
  await listening;
  return told.flatMap(({ name, data }) => name === "progress" ? [{ ...data, turnId: undefined }] : []);
}

Deno.test("a session's events tell a training's losses and each check while the code runs", async () => {
  const turnId = undefined;
  assert.deepEqual(await progressIn("practice"), [
    { kind: "losses", id: "shown", step: 10, losses: { discriminator: 1.4, generator: 0.7 }, turnId },
    { kind: "check", id: "shown", title: "Doubles", passed: true, turnId },
    { kind: "check", id: "hidden", title: "Doubles more", passed: true, turnId },
  ]);
});

Deno.test("a mock interview, which keeps its grades back, tells no check while the code runs", async () => {
  assert.deepEqual(await progressIn("mock"), []);
});
