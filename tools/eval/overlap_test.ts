import assert from "node:assert/strict";
import { overlap, overlapNames, wordWeights } from "./overlap.ts";

const weight = wordWeights(["the critic scores images", "the decoder restores the input"]);

function of(reference: string, answer: string): Record<string, number> {
  const numbers = overlap({ question: "What does the critic do?", reference, answer }, weight);
  return Object.fromEntries(overlapNames.map((name, i) => [name, numbers[i] ?? NaN]));
}

Deno.test("a copy covers its reference in every way", () => {
  const copy = of("it scores real and fake images", "It scores real and fake images.");
  for (const name of ["recall", "precision", "weightedRecall", "trigramRecall", "bigramRecall", "orderedRecall"]) {
    assert.equal(copy[name], 1, name);
  }
  assert.equal(copy.moreNegations, 0);
});

Deno.test("words in another order cover words and neither pairs nor the order", () => {
  const { recall, bigramRecall, orderedRecall } = of(
    "it scores real and fake images",
    "images fake and real scores it",
  );
  assert.equal(recall, 1);
  assert.equal(bigramRecall, 0);
  assert.equal(orderedRecall, 1 / 6);
});

Deno.test("negations are counted on the side that has more", () => {
  assert.equal(of("it scores images", "it does not score images, never").moreNegations, 2);
  assert.equal(of("it does not score images", "it scores images").fewerNegations, 1);
});
