import assert from "node:assert/strict";
import { tokens } from "../../grader/free_text/offline/tokens.ts";
import { oppositesInPlace } from "./opposites_in_place.ts";

const reference = "A small rate is slow, the large step is unstable.";
const count = (answer: string) => oppositesInPlace(tokens(reference), tokens(answer));

Deno.test("words that were turned into their opposites are counted", () => {
  assert.equal(count("A large rate is fast, the small step is unstable."), 3);
  assert.equal(count("A small rate is fast, the large step is unstable."), 1);
});

Deno.test("neither a copy, nor the reference in another order, nor another text has opposites in place", () => {
  assert.equal(count(reference), 0);
  assert.equal(count("The large step is unstable, a small rate is slow."), 0);
  assert.equal(count("Fast learning needs a large step."), 0);
  assert.equal(count(""), 0);
});
