import assert from "node:assert/strict";
import { BudgetSpent, withFallback } from "../../grader/adapters/mod.ts";
import { ModelOutage, type RubricGrader } from "../../grader/mod.ts";
import { gradeSchema, sessionSchema } from "../../routes/schemas.ts";
import { decidingGrader } from "../support/deciding_grader.ts";
import { bankOf, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice(), freeText());
const text = "This is my answer to the question about both points.";

/** A model that rejects with `fault` while there is one, and an offline grader that stands in and finds nothing. */
function failingModel(fault: Error | null) {
  const inner = decidingGrader({ light: "met", heavy: "met" }, "llm");
  const model: RubricGrader & { fault: Error | null } = {
    fault,
    judge: (...args) => model.fault ? Promise.reject(model.fault) : inner.judge(...args),
  };
  const offline = decidingGrader({});
  return { model, grading: { rubric: withFallback(model, offline), model, offline } };
}

async function graded(app: TestApp) {
  const body = { questionId: "ft-one", answer: { kind: "free-text", text } };
  return gradeSchema.parse(await (await app.request("POST", "/v1/grade", body)).json());
}

/** A practice session with one answer to the question and a reply to its follow-up. */
async function followedUp(app: TestApp, between: () => void = () => {}): Promise<string> {
  const body = { mode: "practice", questionIds: ["ft-one", "mcq-one"] };
  const { id } = sessionSchema.parse(await (await app.request("POST", "/v1/sessions", body)).json());
  for (const said of [text, "The heavy one is this thing."]) {
    await app.request("POST", `/v1/sessions/${id}/turns`, {
      type: "answer",
      answer: { kind: "free-text", text: said },
    });
    await app.queue.idle();
    between();
  }
  return id;
}

Deno.test("a grade whose criterion has left the rubric does not keep the others from being made again", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { model, grading } = failingModel(new ModelOutage("out"));
    let later: string;
    {
      await using app = await createTestApp({ bank, folder, grading });
      await followedUp(app);
      later = (await graded(app)).id;
    }
    model.fault = null;
    const { rubric } = freeText();
    const changed = freeText({ rubric: { ...rubric, criteria: rubric.criteria.filter(({ id }) => id !== "heavy") } });
    await using app = await createTestApp({ bank: bankOf(multipleChoice(), changed), folder, grading });
    const faults: unknown[] = [];
    assert.equal(await app.interview.remake((...fault) => faults.push(fault)), 2);
    assert.deepEqual((await app.interview.gradeHistory(later))!.history.map(({ score }) => score), [0, 1]);
    assert.deepEqual(faults, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an answer on which the model fails is told, and the next one is made again", async () => {
  const { model, grading } = failingModel(new ModelOutage("out"));
  await using app = await createTestApp({ bank, grading });
  const [first, second] = [await graded(app), await graded(app)];
  const fault = new RangeError("it says what nobody can read");
  const { judge } = model;
  let asked = 0;
  model.fault = null;
  model.judge = (...args) => ++asked === 1 ? Promise.reject(fault) : judge(...args);
  const faults: unknown[] = [];
  assert.equal(await app.interview.remake((...told) => faults.push(told)), 1);
  assert.deepEqual(faults, [[first.id, fault]]);
  assert.equal((await app.interview.gradeHistory(second.id))!.history.length, 2);
});

Deno.test("a follow-up that the model grades on top of a stand-in's verdicts is made again as a whole", async () => {
  const { model, grading } = failingModel(new ModelOutage("out"));
  await using app = await createTestApp({ bank, grading });
  const id = await followedUp(app, () => model.fault = null);
  assert.equal(await app.interview.remake(), 2);
  const report = (await app.interview.report(id))!;
  assert.deepEqual(report.items[0]!.grade!.criteria.map(({ verdict }) => verdict), ["met", "met"]);
  assert.equal(report.score, 1);
  assert.equal(await app.interview.remake(), 0);
});

Deno.test.each([
  [new ModelOutage("out"), /could not be reached/],
  [new BudgetSpent("spent"), /budget .* is spent/],
])("a regrade for which the model cannot be asked leaves the model's grade in its place: %s", async (fault, detail) => {
  const { model, grading } = failingModel(null);
  await using app = await createTestApp({ bank, grading });
  const { id, score } = await graded(app);
  model.fault = fault as Error;
  for (const dryRun of [true, false]) {
    const { moves, failed } = await app.interview.regrade({ dryRun, limit: 10 });
    assert.deepEqual([moves, failed.map(({ gradeId }) => gradeId)], [[], [id]]);
    assert.match(failed[0]!.detail, detail as RegExp);
  }
  assert.deepEqual((await app.interview.gradeHistory(id))!.history.map(({ score }) => score), [score]);
});
