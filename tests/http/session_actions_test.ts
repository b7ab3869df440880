import assert from "node:assert/strict";
import { Conflict } from "../../interview/mod.ts";
import { sessionSchema } from "../../routes/schemas.ts";
import { bankOf, coding, freeText } from "../support/questions.ts";
import { doubling, sandboxOf } from "../support/scripted_sandbox.ts";
import { browserAt } from "../support/page_visitor.ts";
import { createTestApp, patientClock, type TestApp } from "../support/services.ts";

const code = { kind: "coding", language: "typescript", source: "export const double = (x) => x + x;" } as const;

/** A clock that a test moves. */
function movedClock() {
  let now = Date.parse("2026-01-01T00:00:00Z");
  return { clock: { ...patientClock, now: () => new Date(now) }, pass: (ms: number) => void (now += ms) };
}

const answering = (text: string) => ({ type: "answer", answer: { kind: "free-text", text } }) as const;

async function timed(clock: ReturnType<typeof movedClock>): Promise<{ readonly app: TestApp; readonly id: string }> {
  const app = await createTestApp({ bank: bankOf(freeText()), clock: clock.clock });
  return { app, id: (await app.interview.start({ mode: "timed" }, null)).id };
}

Deno.test("while the clock of a timed interview stands no time goes by, and it goes on with what was left", async () => {
  const clock = movedClock();
  const { app, id } = await timed(clock);
  await using _ = app;
  const go = browserAt(app);
  clock.pass(60_000);
  assert.equal((await go(`/sessions/${id}/clock`, { wanted: "paused" })).status, 303);
  const standing = (await app.interview.get(id))!;
  assert.deepEqual([standing.deadline, standing.timeLeftMs], [undefined, 180_000]);
  sessionSchema.parse(standing);
  const page = (await go(`/sessions/${id}`)).text;
  assert.match(page, /The clock stands at 3:00/);
  assert.doesNotMatch(page, /What are the two points/);
  clock.pass(86_400_000);
  await app.interview.endOverdue();
  assert.equal((await app.interview.get(id))!.state, "awaiting-answer");
  await go(`/sessions/${id}/clock`, { wanted: "running" });
  const running = (await app.interview.get(id))!;
  assert.equal(running.timeLeftMs, undefined);
  assert.equal(Date.parse(running.deadline!), clock.clock.now().getTime() + 180_000);
  clock.pass(180_001);
  await app.interview.endOverdue();
  assert.equal((await app.interview.get(id))!.state, "finished");
});

Deno.test("a turn starts a clock that stands, so that no caller is stuck", async () => {
  const clock = movedClock();
  const { app, id } = await timed(clock);
  await using _ = app;
  await app.interview.setClock(id, "paused");
  await app.interview.setClock(id, "paused");
  clock.pass(86_400_000);
  await app.interview.takeTurn(id, answering("light and heavy"));
  await app.queue.idle();
  const session = (await app.interview.get(id))!;
  assert.equal(session.state, "finished");
  assert.equal((await app.interview.grades(id))[0]?.outcome, "correct");
});

Deno.test("only a timed interview that awaits an answer, and has time left, has a clock to stop", async () => {
  const clock = movedClock();
  const { app, id } = await timed(clock);
  await using _ = app;
  const practice = await app.interview.start({ mode: "practice" }, null);
  await assert.rejects(app.interview.setClock(practice.id, "paused"), Conflict);
  clock.pass(240_000);
  await assert.rejects(app.interview.setClock(id, "paused"), Conflict);
});

Deno.test("stopping a run keeps the code, gives no grade, and lets the candidate run again", async () => {
  const started = Promise.withResolvers<void>();
  let runs = 0;
  const sandbox = sandboxOf((job, options) => {
    if (runs++ > 0) return doubling(job, options);
    started.resolve();
    return new Promise((_, reject) =>
      options!.signal!.addEventListener("abort", () => reject(options!.signal!.reason))
    );
  });
  await using app = await createTestApp({ bank: bankOf(coding()), grading: { sandbox } });
  const { id } = await app.interview.start({ mode: "practice" }, null);
  const go = browserAt(app);
  await app.interview.takeTurn(id, { type: "answer", answer: code });
  await started.promise;
  assert.equal((await go(`/sessions/${id}/stop`, {})).status, 303);
  await app.queue.idle();
  const stopped = (await app.interview.get(id))!;
  assert.equal(stopped.state, "awaiting-answer");
  assert.deepEqual(stopped.transcript.slice(-2).map(({ kind }) => kind), ["answer", "notice"]);
  assert.deepEqual(await app.interview.grades(id), []);
  assert.equal(await app.interview.sweep(), 0);
  await assert.rejects(app.interview.stopGrading(id), Conflict);
  assert.match((await go(`/sessions/${id}`)).text, /x \+ x/);
  await app.interview.takeTurn(id, { type: "answer", answer: code });
  await app.queue.idle();
  assert.equal((await app.interview.grades(id))[0]?.outcome, "correct");
  assert.deepEqual(app.errors, []);
});

Deno.test("a precheck within an interview shows visible checks alone, is no turn, and is erased with the interview", async () => {
  await using app = await createTestApp({ bank: bankOf(coding()), grading: { sandbox: sandboxOf(doubling) } });
  const { id } = await app.interview.start({ mode: "mock" }, null);
  const page = await browserAt(app)(`/sessions/${id}/precheck`, { source: code.source });
  assert.equal(page.status, 200);
  assert.match(page.text, /Precheck: 1 of 1 visible check passed/);
  assert.match(page.text, /x \+ x/);
  const session = (await app.interview.get(id))!;
  assert.deepEqual(session.transcript.map(({ kind }) => kind), ["greeting", "question"]);
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM grades"), [{ n: 0 }]);
  assert.deepEqual(await app.sql("SELECT session_id, purpose FROM jobs"), [{ session_id: id, purpose: "precheck" }]);
  await app.interview.erase(id);
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM jobs"), [{ n: 0 }]);
});

Deno.test("a precheck that is stopped frees its place at once, and its page says so", async () => {
  const started = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  const sandbox = sandboxOf((_, options) => {
    started.resolve();
    return new Promise((_, reject) =>
      options!.signal!.addEventListener("abort", () => {
        stopped.resolve();
        reject(options!.signal!.reason);
      })
    );
  });
  await using app = await createTestApp({ bank: bankOf(coding()), grading: { sandbox } });
  const { id } = await app.interview.start({ mode: "practice" }, null);
  const go = browserAt(app);
  const tried = go(`/sessions/${id}/precheck`, { source: code.source });
  await started.promise;
  assert.equal((await go(`/sessions/${id}/stop`, {})).status, 303);
  await stopped.promise;
  const page = await tried;
  assert.equal(page.status, 409);
  assert.match(page.text, /The precheck was stopped/);
  assert.equal((await app.interview.get(id))!.state, "awaiting-answer");
});

Deno.test("a turn that is meant for another question is refused, and a repeat of one that was taken is not", async () => {
  await using app = await createTestApp({ bank: bankOf(freeText()) });
  const { id, transcript } = await app.interview.start({ mode: "practice" }, null);
  const askedId = transcript.at(-1)!.id;
  const first = await app.interview.takeTurn(id, answering("light"), { askedId, idempotencyKey: "one" });
  await app.queue.idle();
  await assert.rejects(app.interview.takeTurn(id, answering("late"), { askedId, idempotencyKey: "two" }), Conflict);
  const again = await app.interview.takeTurn(id, answering("light"), { askedId, idempotencyKey: "one" });
  assert.equal(again.turnId, first.turnId);
  assert.equal((await app.interview.get(id))!.transcript.filter(({ kind }) => kind === "answer").length, 1);
});

Deno.test("a candidate disagrees on the page; the verdict is read again and the page says how it stands", async () => {
  await using app = await createTestApp({ bank: bankOf(freeText()) });
  const go = browserAt(app);
  const started = (await go("/start", { mode: "practice", length: "1" })).to!;
  const id = started.slice("/sessions/".length);
  await app.interview.takeTurn(id, answering("light"));
  await app.queue.idle();
  await app.interview.takeTurn(id, { type: "skip" });
  const gradeId = (await app.interview.grades(id))[0]!.id;
  const appealed = await go(`${started}/appeals`, {
    gradeId,
    criterionId: "heavy",
    reason: "I meant both",
    from: "report",
  });
  assert.equal(appealed.to, `${started}/report#c-${gradeId}-heavy`);
  await app.queue.idle();
  assert.deepEqual((await app.interview.appeals(id)).map(({ criterionId, state }) => [criterionId, state]), [
    ["heavy", "open"],
  ]);
  for (const path of [started, `${started}/report`]) {
    assert.match((await go(path)).text, /You disagreed:[^]*a person will decide/);
  }
  await go(`${started}/appeals`, { gradeId, criterionId: "heavy", reason: "again" });
  assert.equal((await app.interview.appeals(id)).length, 1);
});

Deno.test("the page shows the grade that counts, also when a person gives less than was told first", async () => {
  await using app = await createTestApp({ bank: bankOf(freeText()) });
  const { id } = await app.interview.start({ mode: "practice" }, null);
  await app.interview.takeTurn(id, answering("light and heavy"));
  await app.queue.idle();
  const [told] = await app.interview.grades(id);
  await app.interview.appeal(told!.id, { criterionId: "light", reason: "I did not say it" });
  const verdicts = [{ id: "light", verdict: "not-met" }] as const;
  await app.interview.override(told!.id, { criteria: verdicts, reason: "Right, it is not there" }, null);
  const go = browserAt(app);
  for (const path of ["", "/report"]) {
    const page = (await go(`/sessions/${id}${path}`)).text;
    assert.match(page, /Graded by a person/);
    assert.match(page, />(<[^>]+>|\s|Score)*0\.75</);
    assert.match(page, /You disagreed:[^]*a person has decided/);
  }
});

Deno.test("a report is shared by a link that shows nothing else, until it is taken back or the interview is erased", async () => {
  await using app = await createTestApp({ bank: bankOf(freeText()) });
  const go = browserAt(app);
  const stranger = browserAt(app);
  const started = (await go("/start", { mode: "practice", length: "1" })).to!;
  const id = started.slice("/sessions/".length);
  await go(`${started}/share`, { wanted: "on" });
  assert.equal(await app.interview.shareOf(id), null, "an interview that goes on is not shared");
  await app.interview.takeTurn(id, answering("light"));
  await app.queue.idle();
  await app.interview.takeTurn(id, { type: "skip" });
  await go(`${started}/share`, { wanted: "on" });
  const token = (await app.interview.shareOf(id))!;
  await go(`${started}/share`, { wanted: "on" });
  assert.equal(await app.interview.shareOf(id), token, "the link stays the same");
  assert.match((await go(`${started}/report`)).text, new RegExp(`http://127\\.0\\.0\\.1/shared/${token}`));
  const read = await stranger(`/shared/${token}`);
  assert.equal(read.status, 200);
  assert.match(read.text, /The heavy point/);
  assert.doesNotMatch(read.text, new RegExp(`${id}|<form`));
  await go(`${started}/share`, { wanted: "off" });
  assert.equal((await stranger(`/shared/${token}`)).status, 404);
  await go(`${started}/share`, { wanted: "on" });
  const next = (await app.interview.shareOf(id))!;
  assert.notEqual(next, token);
  await go(`${started}/erase`, {});
  assert.equal((await stranger(`/shared/${next}`)).status, 404);
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM shares"), [{ n: 0 }]);
});

Deno.test("what was missed comes back: the report says when, and on the day the first page offers it", async () => {
  const clock = movedClock();
  await using app = await createTestApp({ bank: bankOf(freeText()), clock: clock.clock });
  const go = browserAt(app);
  const started = (await go("/start", { mode: "practice", length: "1" })).to!;
  const id = started.slice("/sessions/".length);
  await app.interview.takeTurn(id, answering("light"));
  await app.queue.idle();
  await app.interview.takeTurn(id, { type: "skip" });
  assert.match((await go(`${started}/report`)).text, /What comes back when[^]*(tomorrow|in \d+ days)/);
  assert.doesNotMatch((await go("/")).text, /Due today/);
  clock.pass(365 * 86_400_000);
  assert.match((await go("/")).text, /Due today: 2 points/);
  const review = (await go("/due", {})).to!;
  assert.match((await go(review)).text, /What are the two points/);
});
