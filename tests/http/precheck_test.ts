import assert from "node:assert/strict";
import { type Sandbox, SandboxFault } from "../../grader/mod.ts";
import { gradeSchema, problemSchema } from "../../routes/schemas.ts";
import { bankOf, coding, freeText } from "../support/questions.ts";
import { doubling, sandboxOf } from "../support/scripted_sandbox.ts";
import { createTestApp, patientClock, promptClock } from "../support/services.ts";

const bank = bankOf(coding(), freeText());
const answer = { kind: "coding", language: "typescript", source: "export const double = (x) => x + x;" } as const;
const body = { questionId: "code-one", answer };
const trial = { Prefer: "precheck" };

const untilAborted: Sandbox["run"] = (_, options) =>
  new Promise((_, reject) => options!.signal!.addEventListener("abort", () => reject(options!.signal!.reason)));

Deno.test("Prefer: precheck runs the visible checks, keeps the answer and leaves no grade", async () => {
  await using app = await createTestApp({ bank, grading: { sandbox: sandboxOf(doubling) } });
  const reply = await app.request("POST", "/v1/grade", body, trial);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get("Preference-Applied"), "precheck");
  const grade = gradeSchema.parse(await reply.json());
  assert.deepEqual([grade.status, grade.score, grade.outcome], ["graded", null, null]);
  assert.deepEqual(grade.criteria.map(({ id, verdict }) => [id, verdict]), [["shown", "met"]]);
  assert.equal((await app.request("GET", `/v1/grades/${grade.id}`)).status, 404);
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM grades"), [{ n: 0 }]);
  const jobs = await app.sql("SELECT state, purpose, answer FROM jobs");
  assert.deepEqual(jobs, [{ state: "done", purpose: "precheck", answer: JSON.stringify(answer) }]);
});

Deno.test("a precheck's answer is on disk before it runs", async () => {
  let stored: unknown;
  await using app = await createTestApp({
    bank,
    grading: {
      sandbox: sandboxOf(async (job, options) => {
        stored = (await app.sql("SELECT answer FROM jobs"))[0]?.answer;
        return await doubling(job, options);
      }),
    },
  });
  await app.request("POST", "/v1/grade", body, trial);
  assert.equal(stored, JSON.stringify(answer));
});

Deno.test("a grade without the preference runs every check and says nothing of a precheck", async () => {
  await using app = await createTestApp({ bank, grading: { sandbox: sandboxOf(doubling) } });
  const reply = await app.request("POST", "/v1/grade", body);
  assert.equal(reply.headers.get("Preference-Applied"), null);
  const grade = gradeSchema.parse(await reply.json());
  assert.deepEqual([grade.score, grade.criteria.length], [1, 2]);
});

Deno.test("a precheck of text answers 422 and says what has one", async () => {
  await using app = await createTestApp({ bank });
  const text = { questionId: "ft-one", answer: { kind: "free-text", text: "heavy" } };
  const reply = await app.request("POST", "/v1/grade", text, trial);
  assert.equal(reply.status, 422);
  const { errors } = problemSchema.parse(await reply.json());
  assert.deepEqual(errors?.map(({ pointer }) => pointer), ["/questionId"]);
  assert.match(errors?.[0]?.detail ?? "", /expected a coding question/);
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM jobs"), [{ n: 0 }]);
});

Deno.test("a precheck and a grade cannot share an Idempotency-Key, and a repeat says again that it was a precheck", async () => {
  await using app = await createTestApp({ bank, grading: { sandbox: sandboxOf(doubling) } });
  const key = { "Idempotency-Key": "once" };
  const first = await app.request("POST", "/v1/grade", body, { ...trial, ...key });
  const again = await app.request("POST", "/v1/grade", body, { ...trial, ...key });
  assert.equal(again.headers.get("Preference-Applied"), "precheck");
  assert.deepEqual(await again.json(), await first.json());
  assert.equal((await app.request("POST", "/v1/grade", body, key)).status, 422);
});

Deno.test("a precheck that is not over in time is stopped and answers 503 with Retry-After", async () => {
  await using app = await createTestApp({
    bank,
    clock: promptClock,
    grading: { sandbox: sandboxOf(untilAborted) },
  });
  const reply = await app.request("POST", "/v1/grade", body, trial);
  assert.equal(reply.status, 503);
  assert.ok(Number(reply.headers.get("Retry-After")) > 0);
  await app.queue.idle();
  assert.deepEqual(await app.sql("SELECT state FROM jobs"), [{ state: "cancelled" }]);
});

Deno.test("a precheck is stopped when nobody waits for it any more", async () => {
  const running = Promise.withResolvers<void>();
  await using app = await createTestApp({
    bank,
    clock: patientClock,
    grading: {
      sandbox: sandboxOf((job, options) => {
        running.resolve();
        return untilAborted(job, options);
      }),
    },
  });
  const gone = new AbortController();
  const reply = app.interview.precheck(body, {
    timeoutMs: 60_000,
    signal: gone.signal,
  });
  await running.promise;
  gone.abort();
  await assert.rejects(reply);
  await app.queue.idle();
  assert.deepEqual(await app.sql("SELECT state FROM jobs"), [{ state: "cancelled" }]);
});

Deno.test("a precheck that a stopped server has left is not run after the next start", async () => {
  const folder = await Deno.makeTempDir({ prefix: "viva-test-" });
  try {
    {
      await using app = await createTestApp({ bank, folder, grading: { sandbox: sandboxOf(untilAborted) } });
      const at = new Date().toISOString();
      await app.sql(
        `INSERT INTO jobs (id, question_id, purpose, answer, state, starts, created_at, updated_at)
         VALUES ('left', 'code-one', 'precheck', '${JSON.stringify(answer)}', 'queued', 1, '${at}', '${at}')`,
      );
    }
    await using app = await createTestApp({ bank, folder, grading: { sandbox: sandboxOf(doubling) } });
    assert.equal(await app.interview.resume(), 0);
    assert.deepEqual(await app.sql("SELECT state FROM jobs"), [{ state: "cancelled" }]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("where nothing can confine code, it is ungradable with the reason, and everything else is graded", async () => {
  const reason = "bubblewrap is not installed; the kernel has no Landlock";
  const sandbox: Sandbox = {
    tier: "none",
    reason,
    run: () => Promise.reject(new SandboxFault(`Cannot run code here: ${reason}`)),
  };
  await using app = await createTestApp({ bank, grading: { sandbox } });
  for (const headers of [{}, trial]) {
    const reply = await app.request("POST", "/v1/grade", body, headers);
    const grade = gradeSchema.parse(await reply.json());
    assert.deepEqual([reply.status, grade.status, grade.score, grade.outcome], [200, "ungradable", null, null]);
    assert.ok(grade.feedback.includes(reason), grade.feedback);
  }
  const text = { questionId: "ft-one", answer: { kind: "free-text", text: "heavy" } };
  assert.equal(gradeSchema.parse(await (await app.request("POST", "/v1/grade", text)).json()).status, "graded");
  const ready = await (await app.request("GET", "/readyz")).json();
  assert.ok(JSON.stringify(ready).includes(reason), JSON.stringify(ready));
});
