import assert from "node:assert/strict";
import { type CodingQuestion, loadBank, seededRandom } from "../../question-bank/mod.ts";
import { buildSandbox } from "../../tools/build_sandbox.ts";
import type { GradeDraft } from "../mod.ts";
import { createSandbox } from "../sandbox/mod.ts";
import { gradeCoding } from "./mod.ts";

/** Questions with a longer limit train: their reference runs once, and of a wrong submission only the check that it names. */
const trainingFromMs = 30_000;

const bank = await loadBank();
const questions = bank.questions.filter((question) => question.kind === "coding");
const sandbox = await createSandbox({ directory: await buildSandbox(), waitingMax: 10_000 });
const ignore = sandbox.tier === "none";
const skipped = ignore ? ` (skipped: ${sandbox.reason})` : "";
const test = (says: string, fn: () => Promise<void>) =>
  // The children of one sandbox serve all tests.
  Deno.test({ name: `${says}${skipped}`, ignore, fn, sanitizeOps: false, sanitizeResources: false });

function grade(question: CodingQuestion, source: string): Promise<GradeDraft> {
  const answer = { kind: "coding", language: "typescript", source } as const;
  return gradeCoding(question, answer, { sandbox, random: () => seededRandom() });
}

for (const question of questions) {
  const isTraining = question.limits.wallMs >= trainingFromMs;
  const runsOfReference = isTraining ? 1 : 3;
  test(`${question.id}: the reference passes every check, ${isTraining ? "once, for it trains" : "3 times"}`, async () => {
    const sources = Array<string>(runsOfReference).fill(question.reference);
    for (const draft of await Promise.all(sources.map((source) => grade(question, source)))) {
      assert.equal(draft.score, 1, draft.feedback);
      assert.equal(draft.run?.stderr, "");
    }
  });

  test(`${question.id}: what the editor holds at the start runs and is not correct`, async () => {
    const draft = await grade(question, question.starter);
    assert.notEqual(draft.run?.status, "compile-error", draft.feedback);
    assert.notEqual(draft.outcome, "correct");
  });

  const extent = isTraining ? ", which alone is run, for it trains" : "";
  test(`${question.id}: every wrong submission is rejected by the check that it names${extent}`, async () => {
    await Promise.all(question.wrong.map(async ({ name, source, rejectedBy }) => {
      const checks = isTraining ? question.checks.filter(({ id }) => id === rejectedBy) : question.checks;
      const draft = await grade({ ...question, checks }, source);
      const check = draft.criteria.find(({ id }) => id === rejectedBy);
      assert.equal(check?.verdict, "not-met", `${name}: ${draft.feedback}`);
      assert.notEqual(draft.outcome, "correct", name);
      assert.doesNotMatch(check?.reason ?? "", /not run/, `${name}: ${draft.feedback}`);
    }));
  });
}

Deno.test.afterAll(() => sandbox.close());
