import assert from "node:assert/strict";
import { loadBank } from "../../../question-bank/mod.ts";
import unseen from "../../testing/unseen_answers.json" with { type: "json" };
import { gradeFreeText } from "../grade_free_text.ts";
import { offlineRubricGrader } from "./offline_rubric_grader.ts";

const bank = await loadBank();
const rubric = offlineRubricGrader(bank);

async function graded({ question: id, text }: { readonly question: string; readonly text: string }) {
  const question = bank.questions.find((it) => it.id === id);
  assert.ok(question?.kind === "free-text", id);
  return { question, draft: await gradeFreeText(question, { kind: "free-text", text }, { rubric }) };
}

Deno.test("offlineRubricGrader agrees with a person on unseen answers in other styles at a kappa of at least 0.5", async () => {
  // Rows: as labelled; columns: as graded.
  const counts = [[0, 0], [0, 0]] as [[number, number], [number, number]];
  for (const answer of unseen.answers) {
    const { question, draft } = await graded(answer);
    const known = [...question.rubric.criteria, ...question.rubric.misconceptions].map(({ id }) => id);
    for (const id of [...answer.met, ...answer.states]) assert.ok(known.includes(id), `${question.id}: ${id}`);
    for (const { id, verdict } of draft.criteria) {
      counts[answer.met.includes(id) ? 1 : 0][verdict === "met" ? 1 : 0]++;
    }
  }
  const [[neither, invented], [missed, found]] = counts;
  const n = neither + invented + missed + found;
  const chance = ((found + missed) * (found + invented) + (neither + invented) * (neither + missed)) / n ** 2;
  const kappa = ((found + neither) / n - chance) / (1 - chance);
  assert.ok(kappa >= 0.5, `${kappa.toFixed(3)}: ${found} found, ${missed} missed, ${invented} invented`);
});

Deno.test("offlineRubricGrader gives fluent wrong answers that nobody has seen at most 0.3 on average", async () => {
  const wrong = unseen.answers.filter(({ level }) => level === "wrong");
  let sum = 0;
  for (const answer of wrong) {
    const { question, draft } = await graded(answer);
    const { criteria, misconceptions } = question.rubric;
    const all = criteria.reduce((sum, { weight }) => sum + weight, 0);
    const earned = draft.criteria.reduce((sum, { verdict, weight }) => verdict === "met" ? sum + weight : sum, 0);
    const penalty = misconceptions.reduce(
      (sum, { id, penalty }) => draft.misconceptions.some((stated) => stated.id === id) ? sum + penalty : sum,
      0,
    );
    // An open score counts as what is certain of it.
    sum += draft.score ?? Math.max(0, earned / all - penalty);
  }
  assert.ok(sum / wrong.length <= 0.3, String(sum / wrong.length));
});
