import assert from "node:assert/strict";
import { loadBank } from "../../../question-bank/mod.ts";
import { functionWords } from "../words.ts";
import { offlineRubricGrader } from "./offline_rubric_grader.ts";

const bank = await loadBank();
const rubric = offlineRubricGrader(bank);
const every = 5;

/** Reasons for verdicts on labelled answers of the bank, with the answer of each. */
async function reasons(): Promise<readonly { readonly answer: string; readonly reason: string }[]> {
  const questions = bank.questions.filter((question) => question.kind === "free-text").filter((_, i) =>
    i % every === 0
  );
  const found = [];
  for (const question of questions) {
    for (const { text: answer } of question.examples) {
      const { criteria } = await rubric.judge(question, answer);
      found.push(...criteria.map(({ reason }) => ({ answer, reason })));
    }
  }
  return found;
}

const all = await reasons();
const lists = all.flatMap(({ reason }) => /matches? (.+)\.$|matching (.+)\.$|\((".+")\)/.exec(reason)?.slice(1) ?? [])
  .filter((list) => list !== undefined);

Deno.test("reason() names at most three words, and none that only holds a sentence together", () => {
  assert.ok(lists.length > 100, `${lists.length} lists of words`);
  for (const list of lists) {
    const words = [...list.matchAll(/"([^"]+)"/g)].map(([, word]) => word!);
    assert.ok(words.length >= 1 && words.length <= 3, list);
    assert.deepEqual(words.filter((word) => functionWords.has(word)), [], list);
  }
});

Deno.test("reason() cuts a long quote between words", () => {
  const cut = all.flatMap(({ answer, reason }) => {
    const [, quote] = /“([^”]*) …”/.exec(reason) ?? [];
    return quote === undefined ? [] : [{ answer: answer.replace(/\s+/g, " "), quote }];
  });
  assert.ok(cut.length > 5, `${cut.length} quotes that are cut`);
  for (const { answer, quote } of cut) {
    assert.match(answer.slice(answer.indexOf(quote) + quote.length), /^[^\p{L}\p{N}]/u, quote);
  }
});
