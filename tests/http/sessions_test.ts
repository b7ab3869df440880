import assert from "node:assert/strict";
import { z } from "@hono/zod-openapi";
import { createApp } from "../../app.ts";
import type { Session } from "../../interview/mod.ts";
import { problemSchema, reportSchema, sessionSchema, turnTakenSchema } from "../../routes/schemas.ts";
import type { RubricGrader } from "../../grader/mod.ts";
import { literalGrader } from "../support/literal_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice(), freeText(), freeText({ id: "ft-two", title: "Another" }));

async function started(app: TestApp, request: Record<string, unknown> = {}): Promise<Session> {
  const reply = await app.request("POST", "/v1/sessions", { mode: "practice", questionIds: ["ft-one"], ...request });
  assert.equal(reply.status, 201);
  const session = sessionSchema.parse(await reply.json());
  assert.equal(reply.headers.get("Location"), `/v1/sessions/${session.id}`);
  return session;
}

/** A turn, waited for until it is graded. */
async function turn(app: TestApp, id: string, body: unknown): Promise<Session> {
  const reply = await app.request("POST", `/v1/sessions/${id}/turns`, body, { Prefer: "wait=30" });
  assert.equal(reply.status, 200, await reply.clone().text());
  return sessionSchema.parse(await reply.json());
}

const say = (text: string) => ({ type: "answer", answer: { kind: "free-text", text } });
const kindsOf = (session: Session) => session.transcript.map(({ kind }) => kind);

Deno.test("POST /v1/sessions greets and asks the first question", async () => {
  await using app = await createTestApp({ bank });
  const session = await started(app);
  assert.deepEqual(kindsOf(session), ["greeting", "question"]);
  assert.equal(session.state, "awaiting-answer");
  assert.equal(session.question?.id, "ft-one");
  assert.equal(session.transcript[1]?.text, "What are the two points?");
});

Deno.test("a follow-up asks for the heaviest missed criterion and a good reply wins its points back", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const asked = await turn(app, id, say("It has the light point in it."));
  assert.deepEqual(kindsOf(asked), ["greeting", "question", "answer", "feedback", "follow-up"]);
  assert.match(asked.transcript.at(-1)!.text, /What about the heavy one\?/);
  assert.equal(asked.state, "awaiting-answer");

  const ended = await turn(app, id, say("And the heavy point too."));
  assert.equal(ended.state, "finished");
  assert.deepEqual(kindsOf(ended).slice(5), ["answer", "feedback", "closing"]);

  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(report.score, 1);
  const [item] = report.items;
  assert.equal(item?.followUp, "won");
  assert.equal(item?.grade?.outcome, "correct");
  assert.deepEqual(item?.answer, {
    kind: "free-text",
    text: "It has the light point in it.\n\nAnd the heavy point too.",
  });
  for (const criterion of item?.grade?.criteria ?? []) {
    for (const { quote, start, end } of criterion.evidence) {
      assert.equal(item?.answer?.kind === "free-text" && item.answer.text.slice(start, end), quote);
    }
  }
});

Deno.test("a poor reply to a follow-up leaves the grade as it was", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  await turn(app, id, say("It has the light point in it."));
  const ended = await turn(app, id, say("I could not say more about it."));
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(ended.state, "finished");
  assert.equal(report.score, 0.25);
  assert.equal(report.items[0]?.followUp, "asked");
});

Deno.test("a hint takes a tenth of what the question can still earn", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const hinted = await turn(app, id, { type: "hint" });
  assert.match(hinted.transcript.at(-1)!.text, /Think of the first\./);
  const answered = await turn(app, id, say("It has the light point in it."));
  assert.match(answered.transcript.find(({ kind }) => kind === "feedback")!.text, /stands at 0\.23/);
  await turn(app, id, { type: "hint" });
  await turn(app, id, say("And the heavy point too."));
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  // 0.25 at 0.9 for the first answer, the 0.75 of the follow-up at 0.8.
  assert.ok(Math.abs((report.score ?? 0) - (0.25 * 0.9 + 0.75 * 0.8)) < 1e-9);
  assert.equal(report.items[0]?.hintsUsed, 2);
});

Deno.test("a hint beyond the last one is refused in words and costs nothing", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app, { questionIds: ["mcq-one"] });
  await turn(app, id, { type: "hint" });
  const second = await turn(app, id, { type: "hint" });
  assert.equal(second.transcript.at(-1)?.kind, "notice");
  await turn(app, id, { type: "answer", answer: { kind: "multiple-choice", choices: ["b"] } });
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(report.score, 0.9);
});

Deno.test("a mock interview keeps grades and feedback back until it has ended", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app, { mode: "mock", questionIds: ["mcq-one", "ft-one"] });
  const during = await turn(app, id, { type: "answer", answer: { kind: "multiple-choice", choices: ["a"] } });
  assert.ok(!kindsOf(during).includes("feedback"));
  assert.ok(during.transcript.every(({ gradeId }) => gradeId === undefined));
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(report.score, null);
  assert.ok(report.items.every(({ grade, modelAnswer }) => grade === null && modelAnswer === null));

  const ended = await turn(app, id, { type: "end" });
  const gradeId = ended.transcript.find(({ kind }) => kind === "answer")?.gradeId;
  assert.ok(gradeId);
  const grade = await (await app.request("GET", `/v1/grades/${gradeId}`)).json();
  assert.equal(grade.outcome, "incorrect");
});

Deno.test("an answer that the grader cannot decide has no score, and the closing and the report say so", async () => {
  const rubric: RubricGrader = {
    judge: async (...args) => {
      const judgement = await literalGrader.judge(...args);
      return { ...judgement, criteria: judgement.criteria.map((it) => ({ ...it, verdict: "unsure", evidence: [] })) };
    },
  };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const { id } = await started(app, { questionIds: ["mcq-one", "ft-one"] });
  await turn(app, id, { type: "answer", answer: { kind: "multiple-choice", choices: ["b"] } });
  await turn(app, id, say("It has something to do with weight."));
  const ended = await turn(app, id, { type: "skip" });
  assert.match(ended.transcript.at(-1)!.text, /One answer is undecided\. Over the rest you scored 1\.00/);
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(report.items[1]?.status, "needs-review");
  assert.equal(report.items[1]?.score, null);
  assert.match(report.summary, /One answer waits for a person/);
});

Deno.test("a follow-up that cannot be decided leaves the score of the first answer", async () => {
  const rubric: RubricGrader = {
    judge: async (question, text, options) => {
      const judgement = await literalGrader.judge(question, text, options);
      if (!options?.criteria) return judgement;
      return { ...judgement, criteria: judgement.criteria.map((it) => ({ ...it, verdict: "unsure", evidence: [] })) };
    },
  };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const { id } = await started(app);
  await turn(app, id, say("It has the light point in it."));
  await turn(app, id, say("Perhaps something else."));
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(report.score, 0.25);
});

Deno.test("while a follow-up is open the report keeps the model answer back", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const model = async () =>
    reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json()).items[0]?.modelAnswer;
  await turn(app, id, say("It has the light point in it."));
  assert.equal(await model(), null);
  await turn(app, id, { type: "skip" });
  assert.equal(await model(), "The light point and the heavy point.");
});

Deno.test("an answer to a question that has left the bank is kept, does not count, and the interview goes on", async () => {
  const folder = await Deno.makeTempDir({ prefix: "viva-gone-" });
  try {
    let id = "";
    {
      await using before = await createTestApp({ bank, folder });
      id = (await started(before, { questionIds: ["ft-one", "mcq-one"] })).id;
    }
    await using after = await createTestApp({ bank: bankOf(multipleChoice()), folder });
    const session = await turn(after, id, say("light and heavy"));
    assert.deepEqual(session.transcript.slice(2, 4).map(({ kind, text }) => [kind, text.slice(0, 15)]), [
      ["answer", "light and heavy"],
      ["notice", "This question h"],
    ]);
    await turn(after, id, { type: "answer", answer: { kind: "multiple-choice", choices: ["b"] } });
    const report = reportSchema.parse(await (await after.request("GET", `/v1/sessions/${id}/report`)).json());
    assert.equal(report.score, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a timed session that nobody answers is ended after its deadline", async () => {
  let nowMs = Date.UTC(2026, 0, 1);
  const clock = { now: () => new Date(nowMs), sleep: () => new Promise<void>(() => {}) };
  await using app = await createTestApp({ bank, clock });
  const { id } = await started(app, { mode: "timed" });
  const state = async () => sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json()).state;
  await app.interview.endOverdue();
  assert.equal(await state(), "awaiting-answer");
  nowMs += 4 * 60_000 + 1;
  await app.interview.endOverdue();
  assert.equal(await state(), "finished");
});

Deno.test("DELETE ends the event stream, and what waited is sent to no grader any more", async () => {
  const open = Promise.withResolvers<void>();
  const seen: string[] = [];
  const rubric: RubricGrader = {
    judge: async (...args) => {
      seen.push(args[1]);
      await open.promise;
      return await literalGrader.judge(...args);
    },
  };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const sessions = [await started(app), await started(app), await started(app)];
  for (const [n, { id }] of sessions.entries()) {
    await app.request("POST", `/v1/sessions/${id}/turns`, say(`light ${n}`));
  }
  const last = sessions[2]!.id;
  const events = await app.request("GET", `/v1/sessions/${last}/events`);
  assert.equal((await app.request("DELETE", `/v1/sessions/${last}`)).status, 204);
  assert.ok((await events.text()).length > 0);
  open.resolve();
  await app.queue.idle();
  // Two run at the same time, so the third was waiting.
  assert.deepEqual(seen, ["light 0", "light 1"]);
});

Deno.test("grades of a running mock interview are not to be had by their id, nor its jobs", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app, { mode: "mock", questionIds: ["mcq-one", "ft-one"] });
  await turn(app, id, { type: "answer", answer: { kind: "multiple-choice", choices: ["a"] } });
  const [grade] = await app.sql("SELECT id, job_id FROM grades");
  assert.equal((await app.request("GET", `/v1/grades/${grade?.id}`)).status, 404);
  assert.equal((await app.request("GET", `/v1/jobs/${grade?.job_id}`)).status, 404);
});

Deno.test("a browser is shown its own unfinished interviews", async () => {
  await using app = await createTestApp({ bank });
  const mine = await app.interview.start({ mode: "practice" }, "me");
  await app.interview.start({ mode: "practice" }, "somebody else");
  const over = await app.interview.start({ mode: "practice" }, "me");
  await app.interview.takeTurn(over.id, { type: "end" });
  assert.deepEqual((await app.interview.openSessions("me")).map(({ id }) => id), [mine.id]);
});

Deno.test("skip goes on with the next question and counts as zero", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app, { questionIds: ["ft-one", "mcq-one"] });
  const next = await turn(app, id, { type: "skip" });
  assert.equal(next.question?.id, "mcq-one");
  assert.equal(next.position, 2);
  await turn(app, id, { type: "answer", answer: { kind: "multiple-choice", choices: ["b"] } });
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(report.score, 0.5);
  assert.equal(report.items[0]?.status, "skipped");
  assert.equal(report.items[0]?.modelAnswer, null);
});

Deno.test.each([
  ["could you repeat that?", /What are the two points\?/],
  ["What do you mean?", /Name both points\./],
  ["can I have a hint?", /A hint costs 10 %/],
  ["let's move on", /skip it/],
  ["just tell me the answer", /until you have tried/],
  ["thanks", /The question stands/],
  ["what about diffusion models", /repeat the question, clarify it/],
])("say %s is answered in the conversation", async (text, expected) => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const session = await turn(app, id, { type: "say", text });
  assert.deepEqual(session.transcript.slice(-2).map(({ role }) => role), ["candidate", "interviewer"]);
  assert.match(session.transcript.at(-1)!.text, expected as RegExp);
  assert.equal(session.state, "awaiting-answer");
});

Deno.test("end leaves the rest unasked and reports what there is", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app, { questionIds: ["ft-one", "mcq-one"] });
  const ended = await turn(app, id, { type: "end" });
  assert.equal(ended.state, "finished");
  assert.equal(ended.question, null);
  const report = reportSchema.parse(await (await app.request("GET", `/v1/sessions/${id}/report`)).json());
  assert.equal(report.score, null);
  assert.equal(report.items[0]?.status, "not-reached");
});

Deno.test("the report comes as Markdown and CSV by Accept", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app, { questionIds: ["ft-one"] });
  await turn(app, id, say("light and heavy"));
  const markdown = await app.request("GET", `/v1/sessions/${id}/report`, undefined, { Accept: "text/markdown" });
  assert.match(markdown.headers.get("Content-Type") ?? "", /^text\/markdown/);
  assert.match(await markdown.text(), /## Two points[\s\S]*✓ The heavy point\. “heavy”/);
  const csv = await app.request("GET", `/v1/sessions/${id}/report`, undefined, { Accept: "text/csv;q=0.9, */*;q=0.1" });
  const lines = (await csv.text()).trim().split("\r\n");
  assert.equal(lines.length, 3);
  assert.match(lines[0]!, /^sessionId,questionId,kind/);
});

Deno.test("DELETE erases a session and everything derived from it", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  await app.request("POST", `/v1/sessions/${id}/turns`, say("light"), { "Idempotency-Key": "k1", Prefer: "wait=30" });
  assert.equal((await app.request("DELETE", `/v1/sessions/${id}`)).status, 204);
  assert.equal((await app.request("GET", `/v1/sessions/${id}`)).status, 404);
  assert.equal((await app.request("DELETE", `/v1/sessions/${id}`)).status, 404);
  const tables = ["sessions", "turns", "events", "jobs", "grades", "idempotency_keys"];
  for (const table of tables) {
    const rows = await app.sql(`SELECT count(*) AS n FROM ${table}`);
    assert.equal(rows[0]?.n, 0, `expected no row in ${table}`);
  }
});

Deno.test("a turn answers 202 with its id and the session's state", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const reply = await app.request("POST", `/v1/sessions/${id}/turns`, say("light"));
  assert.equal(reply.status, 202);
  assert.equal(turnTakenSchema.parse(await reply.json()).state, "grading");
  await app.queue.idle();
});

Deno.test("the same key and body give the stored reply, and the turn is taken once", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const send = (body: unknown) => app.request("POST", `/v1/sessions/${id}/turns`, body, { "Idempotency-Key": "k1" });
  const first = await (await send(say("light"))).json();
  await app.queue.idle();
  const again = await send(say("light"));
  assert.equal(again.status, 202);
  assert.equal(again.headers.get("Idempotent-Replay"), "true");
  assert.deepEqual(await again.json(), first);
  const other = await send(say("heavy"));
  assert.equal(other.status, 422);
  problemSchema.parse(await other.json());
  const session = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
  assert.equal(session.transcript.filter(({ kind }) => kind === "answer").length, 1);
});

Deno.test("two turns at the same time: one is taken, the other gets 409", async () => {
  const open = Promise.withResolvers<void>();
  const rubric: RubricGrader = { judge: async (...args) => (await open.promise, literalGrader.judge(...args)) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const { id } = await started(app);
  const replies = await Promise.all(
    [1, 2, 3].map((n) => app.request("POST", `/v1/sessions/${id}/turns`, say(`light ${n}`))),
  );
  assert.deepEqual(replies.map(({ status }) => status).sort(), [202, 409, 409]);
  for (const reply of replies) if (reply.status === 409) problemSchema.parse(await reply.json());
  open.resolve();
  await app.queue.idle();
});

Deno.test("a finished session takes no more turns", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  await turn(app, id, { type: "end" });
  const reply = await app.request("POST", `/v1/sessions/${id}/turns`, { type: "hint" });
  assert.equal(reply.status, 409);
});

Deno.test("a timed session keeps a late answer and does not grade it", async () => {
  let nowMs = Date.UTC(2026, 0, 1);
  const clock = { now: () => new Date(nowMs), sleep: () => new Promise<void>(() => {}) };
  await using app = await createTestApp({ bank, clock });
  const { id, deadline } = await started(app, { mode: "timed" });
  assert.equal(deadline, "2026-01-01T00:04:00.000Z");
  nowMs += 5 * 60_000;
  const reply = await app.request("POST", `/v1/sessions/${id}/turns`, say("light and heavy"));
  assert.equal(reply.status, 202);
  const session = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
  assert.equal(session.state, "finished");
  assert.deepEqual(kindsOf(session).slice(2), ["answer", "notice", "closing"]);
});

Deno.test.each([
  ["/mode", {}],
  ["/mode", { mode: "oral" }],
  ["/topics/0", { mode: "practice", topics: ["cooking"] }],
  ["/length", { mode: "practice", length: 0 }],
  ["/questionIds/1", { mode: "practice", questionIds: ["ft-one", "nothing"] }],
  ["/colour", { mode: "practice", colour: "red" }],
  ["/topics", { mode: "practice", topics: ["applications"] }],
])("POST /v1/sessions answers 422 with the pointer %s", async (pointer, body) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/sessions", body);
  assert.equal(reply.status, 422);
  const problem = problemSchema.parse(await reply.json());
  assert.deepEqual(problem.errors?.map(({ pointer }) => pointer), [pointer]);
});

Deno.test.each([
  ["/answer/kind", { type: "answer", answer: { kind: "multiple-choice", choices: ["a"] } }],
  ["/answer/text", { type: "answer", answer: { kind: "free-text", text: "" } }],
  ["/answer/text", { type: "answer", answer: { kind: "free-text", text: "x".repeat(8_001) } }],
  ["/answer/text", { type: "answer", answer: { kind: "free-text", text: "a \ud800 b" } }],
  ["/type", { type: "sing" }],
  ["/text", { type: "say" }],
])("a turn answers 422 with the pointer %s and stores nothing", async (pointer, body) => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const reply = await app.request("POST", `/v1/sessions/${id}/turns`, JSON.stringify(body));
  assert.equal(reply.status, 422);
  const problem = problemSchema.parse(await reply.json());
  assert.deepEqual(problem.errors?.map(({ pointer }) => pointer), [pointer]);
  const rows = await app.sql("SELECT count(*) AS n FROM turns");
  assert.equal(rows[0]?.n, 0);
});

Deno.test("an interview with a seed asks the same questions in the same order", async () => {
  await using app = await createTestApp({ bank });
  const ids = async () => {
    const first = await started(app, { questionIds: undefined, seed: 7, length: 3 });
    const asked = [first.question?.id];
    for (let at = first; at.state !== "finished";) {
      at = await turn(app, first.id, { type: "skip" });
      asked.push(at.question?.id);
    }
    return asked;
  };
  const [one, two] = [await ids(), await ids()];
  assert.deepEqual(one, two);
  assert.equal(new Set(one).size, 4);
});

Deno.test("every reply under /v1/sessions forbids caching", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  for (const path of [`/v1/sessions/${id}`, `/v1/sessions/${id}/report`]) {
    assert.equal((await app.request("GET", path)).headers.get("Cache-Control"), "no-store");
  }
});

const eventNames = z.array(z.string());

Deno.test("events replay from the start and go on until done", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const response = await app.request("GET", `/v1/sessions/${id}/events`);
  assert.match(response.headers.get("Content-Type") ?? "", /^text\/event-stream/);
  await turn(app, id, say("light and heavy"));
  const events = parseEvents(await response.text());
  const names = eventNames.parse(events.map(({ event }) => event));
  assert.deepEqual(names.filter((name) => name !== "delta" && name !== "progress"), [
    "message",
    "message",
    "state",
    "message",
    "state",
    "grade",
    "message",
    "message",
    "state",
    "done",
  ]);
  assert.ok(names.includes("delta"));
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
});

Deno.test("an answer is no longer than the contract allows, by whatever door it comes", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const long = { kind: "free-text", text: "a ".repeat(4_001) } as const;
  await assert.rejects(app.interview.takeTurn(id, { type: "answer", answer: long }), /\/answer\/text: it has 8002/);
  await assert.rejects(app.interview.gradeAnswer({ questionId: "ft-one", answer: long }, { timeoutMs: 0 }), /8002/);
  assert.deepEqual(await app.sql("SELECT id FROM turns UNION SELECT id FROM jobs"), []);
  await app.interview.takeTurn(id, { type: "answer", answer: { ...long, text: "é".repeat(8_000) } });
});

Deno.test("HEAD of events opens no stream that nobody reads", async () => {
  await using test = await createTestApp({ bank });
  const { id } = await started(test);
  let opened = 0;
  const interview = {
    ...test.interview,
    events: (...given: Parameters<typeof test.interview.events>) => {
      opened++;
      return test.interview.events(...given);
    },
  };
  const app = createApp({ ...test.services, interview });
  const head = await app.request(`http://127.0.0.1/v1/sessions/${id}/events`, { method: "HEAD" });
  assert.deepEqual([head.status, head.headers.get("Content-Type"), opened], [200, "text/event-stream", 0]);
});

Deno.test("a session has 32 event streams at a time, and one that is closed makes room", async () => {
  await using app = await createTestApp({ bank });
  const [{ id }, other] = [await started(app), await started(app)];
  const listen = (to: string) => app.request("GET", `/v1/sessions/${to}/events`);
  const open: Response[] = [];
  for (let n = 0; n < 32; n++) open.push(await listen(id));
  assert.ok(open.every(({ status }) => status === 200));
  const refused = await listen(id);
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("Retry-After"), "5");
  problemSchema.parse(await refused.json());
  open.push(await listen(other.id));
  assert.equal(open.at(-1)?.status, 200);
  for (const session of [id, other.id]) await app.request("POST", `/v1/sessions/${session}/turns`, { type: "end" });
  await Promise.all(open.map((reply) => reply.text()));
  const again = await listen(id);
  assert.equal(again.status, 200);
  await again.text();
});

Deno.test("events resume after Last-Event-ID, also after one that only passed by", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  await turn(app, id, say("light and heavy"));
  const all = parseEvents(await (await app.request("GET", `/v1/sessions/${id}/events`)).text());
  const lasting = all.filter(({ event }) => event !== "delta");
  for (const [after, from] of [["3", 3], ["3.2", 3], ["9", 9]] as const) {
    const response = await app.request("GET", `/v1/sessions/${id}/events`, undefined, { "Last-Event-ID": after });
    const rest = parseEvents(await response.text()).filter(({ event }) => event !== "delta");
    assert.deepEqual(rest.map(({ id }) => id), lasting.slice(from).map(({ id }) => id));
  }
});

function parseEvents(text: string): readonly { id: string; event: string; data: unknown }[] {
  return text.split("\n\n").filter((block) => block.includes("event:")).map((block) => {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1] ?? "";
    return { id: field("id"), event: field("event"), data: JSON.parse(field("data")) };
  });
}

Deno.test("a session's ETag changes with every turn, and If-Match refuses a turn that was meant for an earlier state", async () => {
  await using app = await createTestApp({ bank });
  const { id } = await started(app);
  const path = `/v1/sessions/${id}`;
  const first = await app.request("GET", path);
  const etag = first.headers.get("ETag")!;
  assert.equal((await app.request("GET", path, undefined, { "If-None-Match": etag })).status, 304);
  const hint = (tag: string) => app.request("POST", `${path}/turns`, { type: "hint" }, { "If-Match": tag });
  assert.equal((await hint(etag)).status, 202);
  const late = await hint(etag);
  assert.equal(late.status, 412);
  problemSchema.parse(await late.json());
  const now = await app.request("GET", path, undefined, { "If-None-Match": etag });
  assert.equal(now.status, 200);
  assert.equal((await now.json()).transcript.filter(({ kind }: { kind: string }) => kind === "hint").length, 1);
  assert.equal((await hint("*")).status, 202);
});
