import assert from "node:assert/strict";
import { sessionSchema } from "../../routes/schemas.ts";
import { decidingGrader } from "../support/deciding_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice(), freeText());
const met = (id: string) => ({ criteria: [{ id, verdict: "met" as const }], reason: "It is there." });

/** A practice session whose follow-up was answered with something that could not be decided, so that the first try counts. */
async function lost(app: TestApp, rubric: ReturnType<typeof decidingGrader>) {
  const body = { mode: "practice", questionIds: ["ft-one", "mcq-one"] };
  const { id } = sessionSchema.parse(await (await app.request("POST", "/v1/sessions", body)).json());
  rubric.decide({ light: "met" });
  for (const text of ["This is my answer to the question about both points.", "Perhaps the heavy one."]) {
    await app.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer: { kind: "free-text", text } });
    await app.queue.idle();
    rubric.decide({ light: "met", heavy: "unsure" });
  }
  const [first, second] = await app.interview.grades(id);
  assert.deepEqual([first!.score, second!.score], [0.25, null]);
  return { id, first: first!, second: second! };
}

async function itemOf(app: TestApp, id: string) {
  const [row] = await app.sql(`SELECT items FROM sessions WHERE id = '${id}'`);
  return JSON.parse(row!.items as string)[0];
}

Deno.test("a second try that did not count wins when a person decides it, also after the first grade was replaced", async () => {
  const rubric = decidingGrader({});
  await using app = await createTestApp({ bank, grading: { rubric } });
  const { id, first, second } = await lost(app, rubric);
  await app.interview.override(first.id, met("light"), null);
  const low = await app.interview.override(second.id, {
    ...met("heavy"),
    criteria: [{ id: "heavy", verdict: "not-met" }],
  }, null);
  assert.notEqual((await itemOf(app, id)).gradeId, low.id);
  const high = await app.interview.override(low.id, met("heavy"), null);
  assert.deepEqual([(await itemOf(app, id)).gradeId, (await itemOf(app, id)).followUp], [high.id, "won"]);
  assert.equal((await app.interview.report(id))!.items[0]!.score, 1);
});

Deno.test("a first grade that is replaced by a better one does not take the place of a second try that won", async () => {
  const rubric = decidingGrader({});
  await using app = await createTestApp({ bank, grading: { rubric } });
  const { id, second } = await lost(app, rubric);
  const won = await app.interview.override(second.id, met("heavy"), null);
  rubric.decide({ light: "met", heavy: "met" });
  await app.interview.regrade({ dryRun: false, limit: 10 });
  assert.equal((await itemOf(app, id)).gradeId, won.id);
});

Deno.test("a person's grade taken back from a second try that had not counted lets the first try count again", async () => {
  const rubric = decidingGrader({});
  await using app = await createTestApp({ bank, grading: { rubric } });
  const { id, first, second } = await lost(app, rubric);
  const before = await itemOf(app, id);
  const decided = await app.interview.override(second.id, met("heavy"), null);
  assert.equal((await itemOf(app, id)).gradeId, decided.id);
  const back = await app.interview.takeBack(decided.id, null);
  assert.equal(back.status, "needs-review");
  assert.deepEqual(await itemOf(app, id), before);
  assert.equal((await app.interview.report(id))!.items[0]!.score, first.score);
});
