import assert from "node:assert/strict";
import type { RubricGrader } from "../../grader/mod.ts";
import { gradeSchema, regradedSchema, sessionSchema } from "../../routes/schemas.ts";
import { decidingGrader } from "../support/deciding_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice(), freeText());
const answer = { kind: "free-text", text: "This is my answer to the question about both points." };

/** A grader that waits for `open()` before it judges as another one does. */
function gated(rubric: RubricGrader) {
  const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const judge: RubricGrader["judge"] = async (...args) => {
    begun.resolve();
    await gate.promise;
    return await rubric.judge(...args);
  };
  return { judge, begun: begun.promise, open: () => gate.resolve() };
}

async function answered(app: TestApp): Promise<string> {
  const body = { mode: "practice", questionIds: ["ft-one", "mcq-one"] };
  const { id } = sessionSchema.parse(await (await app.request("POST", "/v1/sessions", body)).json());
  await app.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer });
  await app.queue.idle();
  return id;
}

/** The grade that counts, and what the candidate was told of grades made anew. */
async function outcome(app: TestApp, id: string) {
  const [row] = await app.sql(`SELECT items FROM sessions WHERE id = '${id}'`);
  const counts = (await app.interview.grade(JSON.parse(row!.items as string)[0].gradeId))!;
  const { transcript } = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
  return { counts, notices: transcript.filter(({ text }) => / anew: /.test(text)) };
}

const appeal = (app: TestApp, id: string, criterionId: string) =>
  app.request("POST", `/v1/grades/${id}/appeals`, { criterionId, reason: "I doubt it." });

async function overrule(app: TestApp, id: string, criteria: unknown) {
  const reply = await app.request("POST", `/v1/grades/${id}/override`, { criteria, reason: "So I decide." });
  assert.equal(reply.status, 200);
  return gradeSchema.parse(await reply.json());
}

const verdictsOf = (
  { criteria }: { readonly criteria: readonly { readonly id: string; readonly verdict: string }[] },
) => Object.fromEntries(criteria.map(({ id, verdict }) => [id, verdict]));

Deno.test("two appeals of one grade, both read before one is told, leave both points of the grade that counts in doubt", async () => {
  const strict = gated(decidingGrader({}));
  await using app = await createTestApp({
    bank,
    grading: { rubric: decidingGrader({ light: "met", heavy: "met" }), strict },
  });
  const id = await answered(app);
  const [grade] = await app.interview.grades(id);
  for (const criterionId of ["light", "heavy"]) assert.equal((await appeal(app, grade!.id, criterionId)).status, 202);
  strict.open();
  await app.queue.idle();
  const { counts, notices } = await outcome(app, id);
  assert.deepEqual(verdictsOf(counts), { light: "unsure", heavy: "unsure" });
  const grades = await app.interview.grades(id);
  assert.deepEqual(grades.map(({ supersedes }) => supersedes), [undefined, grade!.id, grades[1]!.id]);
  assert.equal(notices.length, 2);
  assert.deepEqual((await app.interview.appeals(id)).map(({ state }) => state), ["open", "open"]);
  assert.deepEqual(app.errors, []);
});

Deno.test.each([["differs", {}], ["agrees", { light: "met", heavy: "met" }]] as const)(
  "an appeal that a person has decided stays closed when the second reading comes after it and %s",
  async (_, verdicts) => {
    const strict = gated(decidingGrader(verdicts));
    await using app = await createTestApp({
      bank,
      grading: { rubric: decidingGrader({ light: "met", heavy: "met" }), strict },
    });
    const id = await answered(app);
    const [grade] = await app.interview.grades(id);
    await appeal(app, grade!.id, "heavy");
    await strict.begun;
    const decided = await overrule(app, grade!.id, [{ id: "heavy", verdict: "met" }]);
    const closed = await app.interview.appeals(id);
    assert.deepEqual(closed.map(({ state }) => state), ["closed"]);
    strict.open();
    await app.queue.idle();
    assert.deepEqual(await app.interview.appeals(id), closed);
    assert.equal((await outcome(app, id)).counts.id, decided.id);
    assert.equal((await app.interview.reviewQueue(10)).total, 0);
    const [row] = await app.sql("SELECT second FROM appeals");
    assert.equal(JSON.parse(row!.second as string).verdict, "heavy" in verdicts ? verdicts.heavy : "not-met");
  },
);

Deno.test("a regrade that a person overtakes in an interview replaces nothing and tells nobody", async () => {
  const rubric = decidingGrader({ light: "met" });
  await using app = await createTestApp({ bank, grading: { rubric } });
  const id = await answered(app);
  const [grade] = await app.interview.grades(id);
  const slow = gated(decidingGrader({ light: "met", heavy: "met" }));
  rubric.judge = slow.judge;
  const regrading = app.request("POST", "/v1/regrades", { dryRun: false });
  await slow.begun;
  const decided = await overrule(app, grade!.id, [{ id: "light", verdict: "not-met" }]);
  slow.open();
  const { moves, failed } = regradedSchema.parse(await (await regrading).json());
  assert.deepEqual([moves, failed.map(({ gradeId }) => gradeId)], [[], [grade!.id]]);
  const { counts, notices } = await outcome(app, id);
  assert.equal(counts.id, decided.id);
  assert.equal((await app.interview.grades(id)).length, 2);
  assert.equal(notices.length, 1);
});
