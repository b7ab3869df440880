import assert from "node:assert/strict";
import type { Sandbox } from "../../grader/mod.ts";
import { jobSchema, problemSchema, sessionSchema } from "../../routes/schemas.ts";
import { bankOf, coding, multipleChoice } from "../support/questions.ts";
import { createTestApp } from "../support/services.ts";

const bank = bankOf(coding(), multipleChoice());
const answer = { kind: "coding", language: "typescript", source: "export const double = 1;" };
const body = { questionId: "code-one", answer };

/** Runs until it is aborted, and tells of both. */
function endless() {
  const started = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const sandbox: Sandbox = {
    tier: "jail",
    reason: "this test's own",
    run: (_, options) =>
      new Promise((_, reject) => {
        options!.signal!.addEventListener("abort", () => {
          stopped.resolve();
          reject(options!.signal!.reason);
        });
        started.resolve();
      }),
  };
  return { sandbox, started: started.promise, stopped: stopped.promise };
}

Deno.test("DELETE /v1/jobs/{id} stops what runs at once, keeps the answer and leaves no grade", async () => {
  const { sandbox, started, stopped } = endless();
  await using app = await createTestApp({ bank, grading: { sandbox } });
  const { id } = jobSchema.parse(
    await (await app.request("POST", "/v1/grade", body, { Prefer: "respond-async" })).json(),
  );
  await started;
  const running = jobSchema.parse(await (await app.request("GET", `/v1/jobs/${id}`)).json());
  assert.equal(running.state, "running");
  assert.equal((await app.request("DELETE", `/v1/jobs/${id}`)).status, 204);
  await stopped;
  await app.queue.idle();
  assert.deepEqual(jobSchema.parse(await (await app.request("GET", `/v1/jobs/${id}`)).json()), { id, state: "failed" });
  assert.equal((await app.request("DELETE", `/v1/jobs/${id}`)).status, 204);
  assert.deepEqual(await app.sql("SELECT answer FROM jobs"), [{ answer: JSON.stringify(answer) }]);
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM grades"), [{ n: 0 }]);
  assert.equal(await app.interview.sweep(), 0);
});

Deno.test("a cancelled job that waits is never run, and whoever waits for its grade is told", async () => {
  const { sandbox, started } = endless();
  await using app = await createTestApp({ bank, grading: { sandbox } });
  const first = app.request("POST", "/v1/grade", body);
  await started;
  const second = app.request("POST", "/v1/grade", body);
  while ((await app.sql("SELECT 1 FROM jobs")).length < 2) await new Promise((resolve) => setTimeout(resolve));
  for (const { id } of await app.sql("SELECT id FROM jobs ORDER BY rowid DESC")) {
    assert.equal((await app.request("DELETE", `/v1/jobs/${id}`)).status, 204);
  }
  for (const reply of [await first, await second]) {
    assert.equal(reply.status, 409);
    assert.match(problemSchema.parse(await reply.json()).detail, /was cancelled/);
  }
  assert.deepEqual(app.queue.size, { waiting: 0, running: 0 });
});

Deno.test("DELETE /v1/jobs/{id} answers 409 for a job that is done and 404 for what the caller may not see", async () => {
  const { sandbox, started } = endless();
  await using app = await createTestApp({ bank, grading: { sandbox } });
  const choice = { questionId: "mcq-one", answer: { kind: "multiple-choice", choices: ["b"] } };
  assert.equal((await app.request("POST", "/v1/grade", choice)).status, 200);
  const [done] = await app.sql("SELECT id FROM jobs");
  assert.equal((await app.request("DELETE", `/v1/jobs/${done?.id}`)).status, 409);
  assert.equal((await app.request("DELETE", "/v1/jobs/nothing")).status, 404);
  const session = sessionSchema.parse(
    await (await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["code-one"] })).json(),
  );
  await app.request("POST", `/v1/sessions/${session.id}/turns`, { type: "answer", answer });
  await started;
  const [job] = await app.sql(`SELECT id FROM jobs WHERE session_id = '${session.id}'`);
  assert.equal((await app.request("DELETE", `/v1/jobs/${job?.id}`)).status, 404);
  assert.deepEqual(app.queue.size, { waiting: 0, running: 1 });
});

Deno.test("erasing a session stops the code of it that runs", async () => {
  const { sandbox, started, stopped } = endless();
  await using app = await createTestApp({ bank, grading: { sandbox } });
  const session = sessionSchema.parse(
    await (await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["code-one"] })).json(),
  );
  await app.request("POST", `/v1/sessions/${session.id}/turns`, { type: "answer", answer });
  await started;
  assert.equal((await app.request("DELETE", `/v1/sessions/${session.id}`)).status, 204);
  await stopped;
  await app.queue.idle();
  assert.deepEqual(await app.sql("SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM grades) AS n"), [{
    n: 0,
  }]);
});
