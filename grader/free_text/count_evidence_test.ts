import assert from "node:assert/strict";
import type { RubricJudgement } from "../ports.ts";
import { countEvidence } from "./count_evidence.ts";

/** What counts of a criterion and a misconception that these words of the answer are to prove. */
function counted(text: string, ...quotes: readonly string[]) {
  const evidence = quotes.map((quote) => ({
    quote,
    start: text.indexOf(quote),
    end: text.indexOf(quote) + quote.length,
  }));
  const judgement: RubricJudgement = {
    criteria: [{ id: "a", verdict: "met", evidence, reason: "it is there", confidence: 1 }],
    misconceptions: [{ id: "b", evidence }],
    grader: { name: "llm", version: "test" },
  };
  const { criteria, misconceptions } = countEvidence(judgement, text);
  const [criterion] = criteria;
  assert.equal(criterion!.verdict === "met", misconceptions.length === 1);
  return criterion!;
}

const quotation = "the generator maps many latent vectors to the same output";
const long = `It is long and hard. The paper says: "${quotation} and misses modes". All of the images look alike.`;

Deno.test.each([
  ["one piece", ["the images look alike"]],
  ["several pieces", ["is long and hard", "images look alike"]],
])("countEvidence counts %s in the candidate's own words", (_name, quotes) => {
  const { verdict, evidence } = counted(long, ...quotes);
  assert.deepEqual([verdict, evidence.length], ["met", quotes.length]);
});

Deno.test.each([
  ["a quotation beside hollow words", ["It is", quotation], /quoted from someone else/],
  ["a quotation beside a statement", ["It is long and hard", quotation], /quoted from someone else/],
  ["an invented piece beside a true one", ["the images look alike", "and modes are missing"], /No verbatim/],
  ["function words", ["All of the"], /too short/],
  ["nothing", [], /No verbatim/],
])("countEvidence counts nothing for %s", (_name, quotes, reason) => {
  const { verdict, evidence, reason: told } = counted(long, ...quotes);
  assert.deepEqual([verdict, evidence], ["not-met", []]);
  assert.match(told, reason);
});

Deno.test.each([
  ["a word where the answer is no longer", "Overfitting.", "Overfitting"],
  ["two words of which one denies", "One would say that there is no gradient in all of this.", "no gradient"],
  ["one word of content in a phrase", "What you get in the end is that they are identical.", "they are identical"],
  ["a statement without spaces", "生成器的输出都相同。判别器学得太快了。", "输出都相同"],
])("countEvidence counts %s", (_name, text, quote) => {
  assert.equal(counted(text, quote).verdict, "met");
});
