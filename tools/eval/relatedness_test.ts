import assert from "node:assert/strict";
import { relatedness, relatednessNames } from "./relatedness.ts";
import { wordVectors } from "./word_vectors.ts";

const compare = relatedness(wordVectors, () => 1);
const question = "What happened to the puddle?";
const reference = "The water evaporated.";

function of(answer: string): Record<string, number> {
  const numbers = compare({ question, reference, answer });
  return Object.fromEntries(relatednessNames.map((name, i) => [name, numbers[i] ?? NaN]));
}

Deno.test("a reference is wholly related to itself", () => {
  const { recall, closeRecall, precision, cosine } = of(reference);
  for (const value of [recall, closeRecall, precision, cosine]) assert.ok(Math.abs((value ?? 0) - 1) < 1e-6);
});

Deno.test("other words of the same meaning are related more than words of another one", () => {
  const [near, far] = [of("The liquid turned into vapor."), of("The neighbours elected a mayor.")];
  for (const name of ["recall", "newRecall", "precision", "cosine"]) {
    assert.ok((near[name] ?? 0) > (far[name] ?? 0) + 0.1, name);
  }
});

Deno.test("an answer without words of its own is not related, and nothing is ever NaN", () => {
  assert.deepEqual(Object.values(of("...")), relatednessNames.map(() => 0));
  for (const answer of ["the of and", "puddle", "xqzt", "42"]) {
    for (const value of Object.values(of(answer))) assert.ok(Number.isFinite(value), answer);
  }
});
