import assert from "node:assert/strict";
import fc from "fast-check";
import type { Grade, RubricGrader } from "../../grader/mod.ts";
import { ModelOutage } from "../../grader/mod.ts";
import {
  appealSchema,
  gradeHistorySchema,
  gradeSchema,
  problemSchema,
  regradedSchema,
  reportSchema,
  reviewQueueSchema,
  sessionSchema,
} from "../../routes/schemas.ts";
import { decidingGrader } from "../support/deciding_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, patientClock, type TestApp } from "../support/services.ts";

const question = freeText({
  rubric: {
    ...freeText().rubric,
    misconceptions: [{ id: "wrong", says: "It is wrong.", paraphrases: [], penalty: 0.5, correct: "It is right." }],
  },
});
const bank = bankOf(multipleChoice(), question);
const text = "This is my answer to the question about both points.";
const answer = { questionId: "ft-one", answer: { kind: "free-text", text } };

async function graded(app: TestApp, headers: Record<string, string> = {}): Promise<Grade> {
  const reply = await app.request("POST", "/v1/grade", answer, headers);
  assert.equal(reply.status, 200);
  return gradeSchema.parse(await reply.json());
}

async function history(app: TestApp, id: string) {
  return gradeHistorySchema.parse(await (await app.request("GET", `/v1/grades/${id}`)).json());
}

async function waiting(app: TestApp) {
  return reviewQueueSchema.parse(await (await app.request("GET", "/v1/reviews")).json());
}

const overrule = (app: TestApp, id: string, body: unknown, headers?: Record<string, string>) =>
  app.request("POST", `/v1/grades/${id}/override`, body, headers);
const appeal = (app: TestApp, id: string, criterionId = "heavy", reason = "I did say it.") =>
  app.request("POST", `/v1/grades/${id}/appeals`, { criterionId, reason });

/** A practice session with one answer to the question. */
async function answered(app: TestApp, mode: "practice" | "mock" = "practice") {
  const started = await app.request("POST", "/v1/sessions", { mode, questionIds: ["ft-one", "mcq-one"] });
  const { id } = sessionSchema.parse(await started.json());
  await turn(app, id, { type: "answer", answer: answer.answer });
  return id;
}

async function turn(app: TestApp, id: string, body: unknown): Promise<void> {
  assert.equal((await app.request("POST", `/v1/sessions/${id}/turns`, body)).status, 202);
  await app.queue.idle();
}

async function reportOf(app: TestApp, id: string) {
  return reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
}

Deno.test("POST /v1/grades/{id}/override puts a person's grade in its place and keeps both", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ heavy: "unsure" }) } });
  const before = await graded(app);
  assert.equal(before.status, "needs-review");
  assert.deepEqual((await waiting(app)).items.map(({ grade, because }) => [grade.id, because]), [
    [before.id, ["needs-review"]],
  ]);

  const reply = await overrule(app, before.id, {
    criteria: [{ id: "heavy", verdict: "met", quote: "both points", reason: "Said in other words." }],
    reason: "The second sentence says it.",
  });
  assert.equal(reply.status, 200);
  const after = gradeSchema.parse(await reply.json());
  assert.deepEqual([after.status, after.score, after.outcome], ["graded", 0.75, "partial"]);
  assert.deepEqual(after.grader, { name: "human", version: "1" });
  assert.equal(after.supersedes, before.id);
  assert.match(after.feedback, /A person has graded this answer\. The second sentence says it\./);
  const heavy = after.criteria.find(({ id }) => id === "heavy")!;
  assert.equal(heavy.reason, "Said in other words.");
  assert.deepEqual(heavy.evidence.map(({ start, end }) => text.slice(start, end)), ["both points"]);

  for (const id of [before.id, after.id]) {
    assert.deepEqual((await history(app, id)).history, [before, after]);
  }
  assert.deepEqual(await waiting(app), { items: [], total: 0 });
});

Deno.test("an override adds and takes away misconceptions, and the score follows", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ heavy: "met", light: "met" }) } });
  const before = await graded(app);
  const stated = gradeSchema.parse(
    await (await overrule(app, before.id, {
      criteria: [],
      misconceptions: [{ id: "wrong", stated: true }],
      reason: "It says so.",
    })).json(),
  );
  assert.equal(stated.score, 0.5);
  assert.deepEqual(stated.misconceptions.map(({ id, description }) => [id, description]), [["wrong", "It is right."]]);
  const cleared = gradeSchema.parse(
    await (await overrule(app, stated.id, {
      criteria: [],
      misconceptions: [{ id: "wrong", stated: false }],
      reason: "Read once more: it does not.",
    })).json(),
  );
  assert.equal(cleared.score, 1);
});

Deno.test("an override grades what a fault of ours left without a grade", async () => {
  const rubric: RubricGrader = { judge: () => Promise.reject(new Error("broken")) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const before = await graded(app);
  assert.equal(before.status, "ungradable");
  assert.deepEqual((await waiting(app)).items.map(({ because }) => because), [["ungradable"]]);
  const undecided = await overrule(app, before.id, {
    criteria: [{ id: "light", verdict: "met" }],
    reason: "Half of it.",
  });
  assert.equal(undecided.status, 422);
  assert.match(problemSchema.parse(await undecided.json()).errors![0]!.detail, /depends on heavy/);
  const after = gradeSchema.parse(
    await (await overrule(app, before.id, {
      criteria: [{ id: "light", verdict: "met" }, { id: "heavy", verdict: "not-met" }],
      reason: "Half of it.",
    })).json(),
  );
  assert.equal(after.score, 0.25);
});

Deno.test("an override of multiple choice counts hits and false alarms as the key does", async () => {
  await using app = await createTestApp({ bank });
  const body = { questionId: "mcq-one", answer: { kind: "multiple-choice", choices: ["a"] } };
  const before = gradeSchema.parse(await (await app.request("POST", "/v1/grade", body)).json());
  const after = gradeSchema.parse(
    await (await overrule(app, before.id, {
      criteria: [{ id: "b", verdict: "met" }],
      misconceptions: [{ id: "a", stated: false }],
      reason: "The question was misprinted.",
    })).json(),
  );
  assert.deepEqual([before.score, after.score, after.outcome], [0, 1, "correct"]);
});

Deno.test.each([
  ["/criteria/0/id", { criteria: [{ id: "other", verdict: "met" }], reason: "x" }],
  ["/criteria/1/id", { criteria: [{ id: "heavy", verdict: "met" }, { id: "heavy", verdict: "not-met" }], reason: "x" }],
  ["/criteria/0/verdict", { criteria: [{ id: "heavy", verdict: "unsure" }], reason: "x" }],
  ["/criteria/0/quote", { criteria: [{ id: "heavy", verdict: "met", quote: "never said" }], reason: "x" }],
  ["/misconceptions/0/id", { criteria: [], misconceptions: [{ id: "other", stated: true }], reason: "x" }],
  ["/reason", { criteria: [], reason: "  " }],
  ["/score", { criteria: [], reason: "x", score: 1 }],
])("POST /v1/grades/{id}/override answers 422 with the pointer %s and changes nothing", async (pointer, body) => {
  await using app = await createTestApp({ bank });
  const { id } = await graded(app);
  const reply = await overrule(app, id, body);
  assert.equal(reply.status, 422);
  assert.deepEqual(problemSchema.parse(await reply.json()).errors?.map((error) => error.pointer), [pointer]);
  assert.equal((await history(app, id)).history.length, 1);
});

Deno.test("a grade that another one has replaced answers 409 to overrides and appeals", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await graded(app);
  const body = { criteria: [{ id: "heavy", verdict: "met" }], reason: "So it is." };
  const replies = await Promise.all([overrule(app, id, body), overrule(app, id, body)]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 409]);
  assert.equal((await overrule(app, id, body)).status, 409);
  assert.equal((await appeal(app, id)).status, 409);
  assert.equal((await history(app, id)).history.length, 2);
});

Deno.test("an interview and its report follow an override, and listeners are told", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }) } });
  const id = await answered(app);
  const first = (await reportOf(app, id)).items[0]!.grade!;
  const gone = new AbortController();
  const told: string[] = [];
  const listening = (async () => {
    for await (const event of app.interview.events(id, "0", gone.signal)) {
      if (event.name !== "grade") continue;
      told.push(event.data.id);
      if (told.length === 2) gone.abort();
    }
  })();
  const after = gradeSchema.parse(
    await (await overrule(app, first.id, { criteria: [{ id: "heavy", verdict: "met" }], reason: "It is there." }))
      .json(),
  );
  await listening;
  assert.deepEqual(told, [first.id, after.id]);
  const report = await reportOf(app, id);
  assert.equal(report.score, 1);
  assert.deepEqual(report.items[0]!.grade, after);
  const session = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
  assert.match(
    session.transcript.at(-1)!.text,
    /A person has graded your answer to “Two points” anew: 1.00 \(before: 0.25\)/,
  );
});

Deno.test("a follow-up's reply builds on the person's grade that came before it", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({}) } });
  const id = await answered(app);
  const first = (await reportOf(app, id)).items[0]!.grade!;
  await overrule(app, first.id, { criteria: [{ id: "light", verdict: "met" }], reason: "It is there." });
  await turn(app, id, { type: "answer", answer: { kind: "free-text", text: "And one more thing about it." } });
  const item = (await reportOf(app, id)).items[0]!;
  assert.equal(item.grade!.criteria.find((criterion) => criterion.id === "light")!.verdict, "met");
  assert.equal(item.score, 0.25);
});

Deno.test("a person's grade that comes while a follow-up's reply is graded is what the reply builds on", async () => {
  const open = Promise.withResolvers<void>();
  const plain = decidingGrader({});
  let calls = 0;
  const rubric: RubricGrader = {
    judge: async (...args) => {
      if (++calls === 2) await open.promise;
      return await plain.judge(...args);
    },
  };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const id = await answered(app);
  const first = (await reportOf(app, id)).items[0]!.grade!;
  const reply = { type: "answer", answer: { kind: "free-text", text: "And one more thing about it." } };
  assert.equal((await app.request("POST", `/v1/sessions/${id}/turns`, reply)).status, 202);
  while (calls < 2) await new Promise((resolve) => setTimeout(resolve));
  const overruled = await overrule(app, first.id, { criteria: [{ id: "light", verdict: "met" }], reason: "Said." });
  assert.equal(overruled.status, 200);
  open.resolve();
  await app.queue.idle();
  const item = (await reportOf(app, id)).items[0]!;
  assert.equal(item.score, 0.25);
  assert.equal(item.grade!.supersedes, (await overruled.json()).id);
  assert.equal((await history(app, first.id)).history.length, 3);
});

Deno.test("an override of a finished interview is told to whoever opens its events again", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({}) } });
  const id = await answered(app, "mock");
  await turn(app, id, { type: "end" });
  const first = (await reportOf(app, id)).items[0]!.grade!;
  const reply = await overrule(app, first.id, { criteria: [{ id: "heavy", verdict: "met" }], reason: "It is there." });
  const after = gradeSchema.parse(await reply.json());
  const told: string[] = [];
  for await (const event of app.interview.events(id, null, new AbortController().signal)) {
    if (event.name === "grade") told.push(event.data.id);
  }
  assert.deepEqual(told, [after.id]);
});

Deno.test("an override in a running mock interview is kept back from the candidate until the end", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({}) } });
  const id = await answered(app, "mock");
  const [row] = await app.sql("SELECT id FROM grades");
  const reply = await overrule(app, row!.id as string, {
    criteria: [{ id: "heavy", verdict: "met" }],
    reason: "Said.",
  });
  const after = gradeSchema.parse(await reply.json());
  const session = await (await app.request("GET", `/v1/sessions/${id}`)).text();
  assert.doesNotMatch(session, /anew/);
  assert.equal((await app.request("GET", `/v1/grades/${after.id}`)).status, 404);
  await turn(app, id, { type: "end" });
  assert.equal((await reportOf(app, id)).items[0]!.grade!.id, after.id);
});

Deno.test("an appeal is read blindly by the second reader; two readings that differ leave the point to a person", async () => {
  const model = decidingGrader({ heavy: "met" }, "llm");
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }), model } });
  const before = await graded(app);
  assert.equal(before.score, 0.25);
  const reply = await appeal(app, before.id, "heavy", "I wrote it, please look.");
  assert.equal(reply.status, 202);
  assert.equal(reply.headers.get("Location"), `/v1/grades/${before.id}`);
  assert.equal(appealSchema.parse(await reply.json()).state, "second-reading");
  await app.queue.idle();
  assert.deepEqual(model.asked, [{ text, criteria: ["heavy"], payer: {} }]);

  const { history: grades, appeals } = await history(app, before.id);
  assert.equal(grades.length, 2);
  const doubted = grades[1]!;
  assert.equal(doubted.status, "needs-review");
  assert.match(doubted.criteria.find(({ id }) => id === "heavy")!.reason, /Two graders disagree/);
  assert.deepEqual(appeals.map(({ state }) => state), ["open"]);

  const { items: [item, ...others], total } = await waiting(app);
  assert.deepEqual(others, []);
  assert.equal(total, 1, "an answer that waits for two reasons is one answer");
  assert.equal(item!.grade.id, doubted.id);
  assert.deepEqual(item!.because, ["needs-review", "appeal"]);
  assert.equal(item!.appeals[0]!.reason, "I wrote it, please look.");
  assert.equal(item!.appeals[0]!.second!.verdict, "met");

  await overrule(app, doubted.id, { criteria: [{ id: "heavy", verdict: "met" }], reason: "Yes, it is there." });
  const after = await history(app, before.id);
  assert.deepEqual(after.history.map(({ score }) => score), [0.25, null, 1]);
  assert.deepEqual(after.appeals.map(({ state }) => state), ["closed"]);
  assert.equal((await waiting(app)).total, 0);
});

Deno.test("an appeal on which both readers agree waits for a person, and the grade stays", async () => {
  const strict = decidingGrader({});
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }), strict } });
  const before = await graded(app);
  await appeal(app, before.id);
  await app.queue.idle();
  assert.deepEqual(strict.asked.map(({ criteria }) => criteria), [["heavy"]]);
  assert.deepEqual((await history(app, before.id)).history, [before]);
  assert.deepEqual((await waiting(app)).items.map(({ grade, because }) => [grade.id, because]), [
    [before.id, ["appeal"]],
  ]);
});

Deno.test("an answer with two open appeals waits once, and beyond the limit too", async () => {
  const strict = decidingGrader({});
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }), strict } });
  const [twice, once] = [await graded(app), await graded(app)];
  for (const [id, criterionId] of [[twice.id, "heavy"], [twice.id, "light"], [once.id, "heavy"]] as const) {
    assert.equal((await appeal(app, id, criterionId)).status, 202);
  }
  await app.queue.idle();
  assert.deepEqual([(await waiting(app)).items.length, (await waiting(app)).total], [2, 2]);
  const narrow = reviewQueueSchema.parse(await (await app.request("GET", "/v1/reviews?limit=2")).json());
  assert.equal(narrow.total, 2);
});

Deno.test("an appeal whose second reader is out waits for a person without a second reading", async () => {
  const model: RubricGrader = { judge: () => Promise.reject(new ModelOutage("out")) };
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }), model } });
  const before = await graded(app);
  await appeal(app, before.id);
  await app.queue.idle();
  const [item] = (await waiting(app)).items;
  assert.equal(item!.appeals[0]!.second, null);
  assert.equal(item!.appeals[0]!.state, "open");
});

Deno.test("an appeal of a choice, and of a person's verdict, goes to a person at once", async () => {
  const model = decidingGrader({ heavy: "met" }, "llm");
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({}), model } });
  const body = { questionId: "mcq-one", answer: { kind: "multiple-choice", choices: ["a"] } };
  const choice = gradeSchema.parse(await (await app.request("POST", "/v1/grade", body)).json());
  assert.equal(appealSchema.parse(await (await appeal(app, choice.id, "b")).json()).state, "open");
  const before = await graded(app);
  const overruled = await overrule(app, before.id, { criteria: [{ id: "heavy", verdict: "not-met" }], reason: "No." });
  const { id } = gradeSchema.parse(await overruled.json());
  assert.equal(appealSchema.parse(await (await appeal(app, id)).json()).state, "open");
  assert.equal(model.asked.length, 0);
});

Deno.test("the job of a second reading is nobody's to see or to cancel", async () => {
  const open = Promise.withResolvers<void>();
  const strict: RubricGrader = { judge: async (...args) => (await open.promise, decidingGrader({}).judge(...args)) };
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }), strict } });
  await appeal(app, (await graded(app)).id);
  const [job] = await app.sql("SELECT id FROM jobs WHERE purpose = 'second-reading'");
  for (const method of ["GET", "DELETE"]) {
    assert.equal((await app.request(method, `/v1/jobs/${job!.id}`)).status, 404);
  }
  open.resolve();
  await app.queue.idle();
});

Deno.test("an appeal answers 422 for an unknown criterion, 404 for an unknown grade and 409 the second time", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await graded(app);
  const unknown = await appeal(app, id, "other");
  assert.equal(unknown.status, 422);
  assert.deepEqual(problemSchema.parse(await unknown.json()).errors?.map(({ pointer }) => pointer), ["/criterionId"]);
  assert.equal((await appeal(app, "grade_none")).status, 404);
  assert.equal((await appeal(app, id)).status, 202);
  assert.equal((await appeal(app, id)).status, 409);
  await app.queue.idle();
});

Deno.test("an appeal left by a stopped server is read after the next start", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const open = Promise.withResolvers<never>();
    const strict: RubricGrader = { judge: () => open.promise };
    const rubric = decidingGrader({ light: "met" });
    let id: string;
    {
      await using app = await createTestApp({ bank, folder, grading: { rubric, strict } });
      id = (await graded(app)).id;
      assert.equal((await appeal(app, id)).status, 202);
      queueMicrotask(() => open.reject(new Error("stopped")));
    }
    await using app = await createTestApp({ bank, folder, grading: { rubric, strict: decidingGrader({}) } });
    await app.interview.resume();
    await app.queue.idle();
    assert.deepEqual((await history(app, id)).appeals.map(({ state }) => state), ["open"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("POST /v1/regrades tells who would move, by how much and why, and applies it when asked", async () => {
  const rubric = decidingGrader({ light: "met" });
  await using app = await createTestApp({ bank, grading: { rubric } });
  const before = await graded(app);
  const choice = { questionId: "mcq-one", answer: { kind: "multiple-choice", choices: ["b"] } };
  await app.request("POST", "/v1/grade", choice);
  const id = await answered(app);
  rubric.decide({ light: "met", heavy: "met" });

  const trial = regradedSchema.parse(await (await app.request("POST", "/v1/regrades", { dryRun: true })).json());
  assert.deepEqual([trial.considered, trial.moves.length, trial.nextCursor], [3, 2, null]);
  const move = trial.moves.find(({ gradeId }) => gradeId === before.id)!;
  assert.deepEqual([move.from.score, move.to.score, move.difference], [0.25, 1, 0.75]);
  assert.deepEqual(move.because, ["Criterion heavy was not-met and is met. offline says met."]);
  assert.equal((await history(app, before.id)).history.length, 1);

  const done = regradedSchema.parse(
    await (await app.request("POST", "/v1/regrades", { questionId: "ft-one", dryRun: false })).json(),
  );
  assert.equal(done.moves.length, 2);
  const { history: grades } = await history(app, before.id);
  assert.deepEqual(grades.map(({ score }) => score), [0.25, 1]);
  assert.equal(grades[1]!.id, done.moves.find(({ gradeId }) => gradeId === before.id)!.newGradeId);
  assert.equal((await reportOf(app, id)).items[0]!.score, 1);
  const again = regradedSchema.parse(await (await app.request("POST", "/v1/regrades", { dryRun: true })).json());
  assert.deepEqual(again.moves, []);
});

Deno.test("regrades keep what a person has decided and wait for open appeals", async () => {
  const rubric = decidingGrader({ light: "met" });
  await using app = await createTestApp({ bank, grading: { rubric, strict: rubric } });
  const [decided, appealed] = [await graded(app), await graded(app)];
  await overrule(app, decided.id, { criteria: [{ id: "light", verdict: "not-met" }], reason: "No." });
  await appeal(app, appealed.id);
  await app.queue.idle();
  rubric.decide({ light: "met", heavy: "met" });
  const done = regradedSchema.parse(await (await app.request("POST", "/v1/regrades", { dryRun: false })).json());
  assert.deepEqual(done.moves, []);
});

Deno.test("regrades of a follow-up's reply change only what it was asked about", async () => {
  const rubric = decidingGrader({});
  await using app = await createTestApp({ bank, grading: { rubric } });
  const id = await answered(app);
  rubric.decide({ heavy: "met" });
  await turn(app, id, { type: "answer", answer: { kind: "free-text", text: "The heavy one is this." } });
  assert.equal((await reportOf(app, id)).items[0]!.score, 0.75);
  // Another grader finds the light point in the reply only: it was not asked about.
  rubric.judge = (question, given, { criteria } = {}) => {
    const verdicts = given.includes("The heavy one") ? { heavy: "met", light: "met" } as const : {};
    return decidingGrader(verdicts).judge(question, given, criteria ? { criteria } : {});
  };
  const again = regradedSchema.parse(await (await app.request("POST", "/v1/regrades", { dryRun: true })).json());
  assert.deepEqual(again.moves, []);
});

Deno.test("regrades go on where they ended", async () => {
  const rubric = decidingGrader({ light: "met" });
  await using app = await createTestApp({ bank, grading: { rubric } });
  for (let n = 0; n < 5; n++) await graded(app);
  rubric.decide({});
  const moved: string[] = [];
  let cursor: string | null = null;
  do {
    const body: unknown = { dryRun: true, limit: 2, ...(cursor && { cursor }) };
    const page = regradedSchema.parse(await (await app.request("POST", "/v1/regrades", body)).json());
    moved.push(...page.moves.map(({ gradeId }) => gradeId));
    cursor = page.nextCursor;
  } while (cursor);
  assert.equal(new Set(moved).size, 5);
});

Deno.test.each([
  [404, { questionId: "none", dryRun: true }],
  [422, { grader: "llm", dryRun: true }],
  [422, { grader: "offline", questionId: "mcq-one", dryRun: true }],
  [422, {}],
  [422, { dryRun: true, limit: 0 }],
])("POST /v1/regrades answers %d for %j", async (status, body) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/regrades", body);
  assert.equal(reply.status, status);
  problemSchema.parse(await reply.json());
});

Deno.test("a grade that was made while the model was out is made again when it is back, and both are kept", async () => {
  let out = true;
  const model: RubricGrader = {
    judge: (...args) =>
      out ? Promise.reject(new ModelOutage("out")) : decidingGrader({ heavy: "met" }, "llm").judge(...args),
  };
  const rubric: RubricGrader = {
    judge: async (...args) => ({ ...await decidingGrader({ light: "met" }).judge(...args), standIn: "outage" }),
  };
  await using app = await createTestApp({ bank, grading: { rubric, model } });
  const before = await graded(app);
  assert.match(before.feedback, /could not be reached/);
  assert.equal(await app.interview.remake(), 0);
  out = false;
  assert.equal(await app.interview.remake(), 1);
  const { history: grades } = await history(app, before.id);
  assert.deepEqual(grades.map(({ grader, score }) => [grader.name, score]), [["offline", 0.25], ["llm", 0.75]]);
  assert.equal(grades[1]!.supersedes, before.id);
  assert.equal(await app.interview.remake(), 0);
});

Deno.test("a pending follow-up is told to be needless when a new grade finds its point", async () => {
  const rubric = decidingGrader({ light: "met" });
  await using app = await createTestApp({ bank, grading: { rubric } });
  const id = await answered(app);
  const before = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
  assert.equal(before.transcript.at(-1)!.kind, "follow-up");
  rubric.decide({ light: "met", heavy: "met" });
  await app.request("POST", "/v1/regrades", { dryRun: false });
  const after = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
  assert.match(
    after.transcript.at(-1)!.text,
    /anew: 1\.00 .* What I asked about last counts already; you can skip it\./,
  );
  await turn(app, id, { type: "skip" });
  assert.equal((await reportOf(app, id)).items[0]!.score, 1);
});

Deno.test("a repeat of an Idempotency-Key gets the stored reply of an override, appeal or regrade", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await graded(app);
  const headers = { "Idempotency-Key": "once" };
  const requests: readonly [string, unknown][] = [
    [`/v1/grades/${id}/override`, { criteria: [{ id: "heavy", verdict: "met" }], reason: "So it is." }],
    ["/v1/regrades", { dryRun: false }],
  ];
  for (const [path, body] of requests) {
    const first = await app.request("POST", path, body, headers);
    assert.equal(first.status, 200);
    const again = await app.request("POST", path, body, headers);
    assert.equal(again.headers.get("Idempotent-Replay"), "true");
    assert.deepEqual(await again.json(), await first.json());
  }
  assert.equal((await history(app, id)).history.length, 2);
});

Deno.test("erasing a session erases its appeals and the replies that name its grades", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }) } });
  const id = await answered(app);
  const { grade } = (await reportOf(app, id)).items[0]!;
  await appeal(app, grade!.id);
  await app.queue.idle();
  await overrule(app, grade!.id, { criteria: [{ id: "heavy", verdict: "met" }], reason: "Yes." }, {
    "Idempotency-Key": "k",
  });
  assert.equal((await app.request("DELETE", `/v1/sessions/${id}`)).status, 204);
  for (const table of ["appeals", "grades", "jobs", "idempotency_keys"]) {
    assert.deepEqual(await app.sql(`SELECT * FROM ${table}`), [], table);
  }
});

Deno.test("no body makes the review endpoints fail on our side", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await graded(app);
  const paths = [`/v1/grades/${id}/override`, `/v1/grades/${id}/appeals`, "/v1/regrades"];
  const wild = fc.oneof(
    fc.json(),
    fc.string(),
    fc.record({ criteria: fc.jsonValue(), misconceptions: fc.jsonValue(), reason: fc.jsonValue() }).map((value) =>
      JSON.stringify(value)
    ),
    fc.record({ criterionId: fc.jsonValue(), reason: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    fc.record({ dryRun: fc.constant(true), cursor: fc.string(), limit: fc.jsonValue() }, { requiredKeys: ["dryRun"] })
      .map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), wild, async (path, body) => {
      const reply = await app.request("POST", path, body);
      assert.ok(reply.status < 500, `${path} ${body} ${reply.status}`);
      await reply.body?.cancel();
    }),
    { numRuns: 200 },
  );
  await app.queue.idle();
  assert.deepEqual(app.errors, []);
});

Deno.test("a person's grade taken back lets what it replaced count again and opens the appeals that it closed", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }) } });
  const first = await graded(app);
  assert.equal((await appeal(app, first.id)).status, 202);
  await app.queue.idle();
  const decided = await app.interview.override(first.id, {
    criteria: [{ id: "heavy", verdict: "met" }],
    reason: "It is there.",
  }, "reviewer");
  assert.equal((await waiting(app)).total, 0);
  const back = await app.interview.takeBack(decided.id, "reviewer");
  assert.deepEqual([back.supersedes, back.score, back.grader], [decided.id, first.score, first.grader]);
  assert.deepEqual(back.criteria, first.criteria);
  const [item] = (await waiting(app)).items;
  assert.deepEqual([item?.grade.id, item?.because], [back.id, ["appeal"]]);
  assert.equal((await history(app, first.id)).history.length, 3);
  await assert.rejects(app.interview.takeBack(decided.id, null), { name: "Conflict" });
  await assert.rejects(app.interview.takeBack(back.id, null), { name: "Conflict" });
  await assert.rejects(app.interview.takeBack("grade_none", null), { name: "NotFound" });
});

Deno.test("a grade taken back counts again in its interview", async () => {
  await using app = await createTestApp({ bank, grading: { rubric: decidingGrader({ light: "met" }) } });
  const id = await answered(app);
  const [before] = await app.interview.grades(id);
  const decided = await app.interview.override(before!.id, {
    criteria: [{ id: "heavy", verdict: "met" }],
    reason: "Yes.",
  }, null);
  assert.equal((await reportOf(app, id)).items[0]?.score, 1);
  await app.interview.takeBack(decided.id, null);
  assert.equal((await reportOf(app, id)).items[0]?.score, before!.score);
});

Deno.test("a grade that counts again can be taken back in turn, down to the machine's, and what was withdrawn stays so", async () => {
  let seconds = 0;
  const clock = { ...patientClock, now: () => new Date(1_000 * seconds++) };
  await using app = await createTestApp({ bank, clock, grading: { rubric: decidingGrader({}) } });
  const first = await graded(app);
  await appeal(app, first.id);
  await app.queue.idle();
  const light = await app.interview.override(first.id, {
    criteria: [{ id: "light", verdict: "met" }],
    reason: "The light one.",
  }, null);
  const both = await app.interview.override(light.id, {
    criteria: [{ id: "heavy", verdict: "met" }],
    reason: "And the heavy one.",
  }, null);
  const once = await app.interview.takeBack(both.id, null);
  assert.deepEqual([once.score, once.grader.name], [light.score, "human"]);
  assert.equal((await waiting(app)).total, 0);
  const twice = await app.interview.takeBack(once.id, null);
  assert.deepEqual([twice.score, twice.criteria, twice.grader], [first.score, first.criteria, first.grader]);
  assert.equal(twice.feedback, `A person's grade of this answer was taken back.\n\n${first.feedback}`);
  assert.deepEqual((await waiting(app)).items.map(({ because }) => because), [["appeal"]]);
  const again = await app.interview.override(twice.id, {
    criteria: [{ id: "heavy", verdict: "met" }],
    reason: "After all.",
  }, null);
  assert.deepEqual((await app.interview.takeBack(again.id, null)).feedback, twice.feedback);
});

Deno.test("what a model has cost is counted once when its grade counts again", async () => {
  const inner = decidingGrader({ light: "met" }, "llm");
  const usage = { inputTokens: 1000, outputTokens: 200, reasoningTokens: 0, costUsd: 0.01 };
  const rubric: RubricGrader = { judge: async (...args) => ({ ...await inner.judge(...args), usage }) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const id = await answered(app);
  const [before] = await app.interview.grades(id);
  const decided = await app.interview.override(before!.id, {
    criteria: [{ id: "heavy", verdict: "met" }],
    reason: "Yes.",
  }, null);
  await app.interview.takeBack(decided.id, null);
  assert.deepEqual(await app.interview.usage(id), usage);
});

Deno.test("a review case has every reading of each criterion once, and nothing of whose answer it is", async () => {
  const rubric = decidingGrader({ light: "met" });
  await using app = await createTestApp({
    bank,
    grading: { rubric, strict: decidingGrader({ light: "met", heavy: "met" }) },
  });
  const first = await graded(app);
  await appeal(app, first.id, "heavy", "I did say it.");
  await app.queue.idle();
  const found = await app.interview.reviewCase(first.id);
  assert.equal(found?.grade.criteria.find(({ id }) => id === "heavy")?.verdict, "unsure");
  assert.deepEqual(
    found?.criteria.map((
      { criterion, readings },
    ) => [criterion.id, readings.map(({ role, verdict }) => `${role} ${verdict}`)]),
    [["light", ["first met"]], ["heavy", ["first not-met", "second met"]]],
  );
  assert.deepEqual(found?.appeals.map(({ reason }) => reason), ["I did say it."]);
  assert.equal(await app.interview.reviewCase("grade_none"), null);
});
