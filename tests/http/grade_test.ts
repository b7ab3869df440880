import assert from "node:assert/strict";
import type { RubricGrader } from "../../grader/mod.ts";
import { gradeHistorySchema, gradeSchema, jobSchema, problemSchema } from "../../routes/schemas.ts";
import { literalGrader } from "../support/literal_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice(), freeText());
const choose = (...choices: string[]) => ({ questionId: "mcq-one", answer: { kind: "multiple-choice", choices } });
const write = (text: string) => ({ questionId: "ft-one", answer: { kind: "free-text", text } });

async function storedAnswers(app: TestApp): Promise<unknown> {
  return (await app.sql("SELECT count(*) AS n FROM jobs"))[0]?.n;
}

Deno.test.each([
  ["b", "correct", 1],
  ["a", "incorrect", 0],
])("POST /v1/grade answers 200 for the choice %s: %s", async (choice, outcome, score) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/grade", choose(choice as string));
  assert.equal(reply.status, 200);
  const grade = gradeSchema.parse(await reply.json());
  assert.equal(grade.outcome, outcome);
  assert.equal(grade.score, score);
  assert.equal(grade.grader.name, "key");
  const again = gradeHistorySchema.parse(await (await app.request("GET", `/v1/grades/${grade.id}`)).json());
  assert.deepEqual(again, { ...grade, history: [grade], appeals: [] });
});

Deno.test("POST /v1/grade quotes the evidence verbatim", async () => {
  await using app = await createTestApp({ bank });
  const text = "So — the heavy point.";
  const grade = gradeSchema.parse(await (await app.request("POST", "/v1/grade", write(text))).json());
  assert.equal(grade.score, 0.75);
  const [evidence] = grade.criteria.find(({ id }) => id === "heavy")!.evidence;
  assert.equal(text.slice(evidence!.start, evidence!.end), evidence!.quote);
});

Deno.test("Prefer: respond-async answers 202 with the job, which then has the grade", async () => {
  const open = Promise.withResolvers<void>();
  const rubric: RubricGrader = { judge: async (...args) => (await open.promise, literalGrader.judge(...args)) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const reply = await app.request("POST", "/v1/grade", write("heavy"), { Prefer: "respond-async" });
  assert.equal(reply.status, 202);
  const job = jobSchema.parse(await reply.json());
  assert.equal(reply.headers.get("Location"), `/v1/jobs/${job.id}`);
  assert.equal(job.grade, undefined);
  open.resolve();
  await app.queue.idle();
  const done = jobSchema.parse(await (await app.request("GET", `/v1/jobs/${job.id}`)).json());
  assert.equal(done.state, "done");
  assert.equal(done.grade?.score, 0.75);
});

Deno.test.each([
  ["/answer/choices/0", choose("z")],
  ["/answer/choices/1", choose("a", "a")],
  ["/answer/choices", choose()],
  ["/answer/kind", { questionId: "mcq-one", answer: { kind: "free-text", text: "b" } }],
  ["/answer/kind", { questionId: "mcq-one", answer: { kind: "essay" } }],
  ["/answer", { questionId: "mcq-one" }],
  ["/answer/why", { questionId: "mcq-one", answer: { kind: "multiple-choice", choices: ["b"], why: "so" } }],
  ["/extra~1field", { ...choose("b"), "extra/field": 1 }],
  ["/answer/source", {
    questionId: "mcq-one",
    answer: { kind: "coding", language: "typescript", source: "ä".repeat(40 * 1024) },
  }],
])("POST /v1/grade answers 422 with the pointer %s and stores nothing", async (pointer, body) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/grade", body);
  assert.equal(reply.status, 422);
  assert.equal(reply.headers.get("Content-Type"), "application/problem+json");
  const problem = problemSchema.parse(await reply.json());
  assert.deepEqual(problem.errors?.map(({ pointer }) => pointer), [pointer]);
  assert.equal(problem.instance, reply.headers.get("X-Request-Id"));
  assert.equal(await storedAnswers(app), 0);
});

Deno.test.each([
  [400, "malformed-json", "{", "application/json"],
  [400, "malformed-json", "", "application/json"],
  [415, "unsupported-media-type", "questionId=mcq-one", "application/x-www-form-urlencoded"],
  [415, "unsupported-media-type", "{}", "text/plain"],
  [413, "too-large", JSON.stringify(write("x".repeat(300 * 1024))), "application/json"],
])("POST /v1/grade answers %s %s", async (status, kind, body, type) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/grade", body, { "Content-Type": type as string });
  assert.equal(reply.status, status);
  assert.equal(problemSchema.parse(await reply.json()).type, `/problems/${kind}`);
  assert.equal(await storedAnswers(app), 0);
});

Deno.test("POST /v1/grade answers 404 for an unknown question", async () => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/grade", { ...choose("b"), questionId: "nothing" });
  assert.equal(reply.status, 404);
  assert.match(problemSchema.parse(await reply.json()).detail, /question "nothing"/);
});

Deno.test("a full queue answers 503 with Retry-After and takes nothing", async () => {
  const open = Promise.withResolvers<void>();
  const rubric: RubricGrader = { judge: async (...args) => (await open.promise, literalGrader.judge(...args)) };
  await using app = await createTestApp({ bank, grading: { rubric }, waitingMax: 1 });
  const send = () => app.request("POST", "/v1/grade", write("heavy"), { Prefer: "respond-async" });
  // Two run, one waits.
  for (let taken = 0; taken < 3; taken++) assert.equal((await send()).status, 202);
  const reply = await send();
  assert.equal(reply.status, 503);
  assert.ok(Number(reply.headers.get("Retry-After")) > 0);
  assert.equal(problemSchema.parse(await reply.json()).type, "/problems/queue-full");
  assert.equal(await storedAnswers(app), 3);
  open.resolve();
  await app.queue.idle();
});

Deno.test("a fault of a grader is tried again and then told as ungradable, never as a score", async () => {
  let calls = 0;
  const rubric: RubricGrader = { judge: () => (calls++, Promise.reject(new Error("the model is out"))) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const grade = gradeSchema.parse(await (await app.request("POST", "/v1/grade", write("heavy"))).json());
  assert.equal(calls, 3);
  assert.equal(grade.status, "ungradable");
  assert.equal(grade.score, null);
  assert.match(grade.feedback, /the model is out/);
});

Deno.test("a repeat of an Idempotency-Key gets the stored grade and grades nothing again", async () => {
  await using app = await createTestApp({ bank });
  const send = (body: unknown) => app.request("POST", "/v1/grade", body, { "Idempotency-Key": "once" });
  const first = await (await send(choose("b"))).json();
  assert.deepEqual(await (await send(choose("b"))).json(), first);
  assert.equal((await send(choose("a"))).status, 422);
  assert.equal(await storedAnswers(app), 1);
});

Deno.test("an Idempotency-Key whose first request is in flight answers 409", async () => {
  const open = Promise.withResolvers<void>();
  const rubric: RubricGrader = { judge: async (...args) => (await open.promise, literalGrader.judge(...args)) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const send = () => app.request("POST", "/v1/grade", write("heavy"), { "Idempotency-Key": "slow" });
  const first = send();
  while (await storedAnswers(app) === 0) await new Promise((resolve) => setTimeout(resolve));
  assert.equal((await send()).status, 409);
  open.resolve();
  assert.equal((await first).status, 200);
  assert.equal((await send()).headers.get("Idempotent-Replay"), "true");
});

Deno.test("a failure that nobody foresaw answers 500 and tells the request id and nothing else", async () => {
  await using app = await createTestApp({ bank });
  await app.sql("DROP TABLE jobs");
  const reply = await app.request("POST", "/v1/grade", choose("b"));
  assert.equal(reply.status, 500);
  const problem = problemSchema.parse(await reply.json());
  assert.equal(problem.instance, reply.headers.get("X-Request-Id"));
  assert.doesNotMatch(JSON.stringify(problem), /jobs|SQL|sqlite/i);
  assert.equal(app.errors.length, 1);
});
