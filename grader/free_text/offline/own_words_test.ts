import assert from "node:assert/strict";
import { loadBank } from "../../../question-bank/mod.ts";
import { offlineRubricGrader } from "./offline_rubric_grader.ts";

const bank = await loadBank();
const questions = bank.questions.filter((question) => question.kind === "free-text");
const grader = offlineRubricGrader(bank);

Deno.test("a way of putting a criterion meets it and states no misconception", async () => {
  const faults: string[] = [];
  let ways = 0;
  for (const question of questions) {
    for (const { id, says, paraphrases } of question.rubric.criteria) {
      for (const text of [says, ...paraphrases]) {
        ways++;
        const { criteria, misconceptions } = await grader.judge(question, `${text}.`);
        const verdict = criteria.find((it) => it.id === id)?.verdict;
        if (verdict !== "met") faults.push(`${question.id}/${id} is ${verdict}: ${text}`);
        for (const it of misconceptions) faults.push(`${question.id}/${it.id} is stated: ${text}`);
      }
    }
  }
  assert.ok(ways > 0);
  assert.deepEqual(faults, []);
});

Deno.test("a way of putting an error states it and meets no criterion", async () => {
  const faults: string[] = [];
  let ways = 0;
  for (const question of questions) {
    for (const { id, says, paraphrases } of question.rubric.misconceptions) {
      for (const text of [says, ...paraphrases]) {
        ways++;
        const { criteria, misconceptions } = await grader.judge(question, `So, ${text}.`);
        if (!misconceptions.some((it) => it.id === id)) faults.push(`${question.id}/${id} is not stated: ${text}`);
        for (const it of criteria) if (it.verdict === "met") faults.push(`${question.id}/${it.id} is met: ${text}`);
      }
    }
  }
  assert.ok(ways > 0);
  assert.deepEqual(faults, []);
});
