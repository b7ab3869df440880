import assert from "node:assert/strict";
import { tokens } from "../../grader/free_text/offline/tokens.ts";
import { copyOf } from "./copied.ts";

const reference = "A small rate is slow, the large step is unstable.";
const copy = (answer: string, of = reference) => copyOf(tokens(of), tokens(answer));
const opposites = (answer: string, of = reference) => copy(answer, of).opposites;

Deno.test("a copy has all words in their order, and no opposites", () => {
  assert.deepEqual(copy(reference), { words: 1, order: 1, said: 1, opposites: 0, neighbours: 1, items: 1 });
});

Deno.test("nothing is copied from a text that is empty or another one", () => {
  const nothing = { words: 0, order: 0, said: 0, opposites: 0, neighbours: 0 };
  assert.deepEqual(copy(""), { ...nothing, items: 1 });
  assert.deepEqual(copy("Kittens purr."), { ...nothing, items: 1 });
});

Deno.test("words in another order are all there, and not in their order", () => {
  const { words, order, neighbours } = copy("unstable rate is the A slow step large small is");
  assert.equal(words, 1);
  assert.ok(order < 0.6 && neighbours < 0.2, `${order}, ${neighbours}`);
});

Deno.test("words that were turned into their opposites are counted where they stand in place", () => {
  assert.equal(opposites("A large rate is fast, the small step is unstable."), 3);
  assert.equal(opposites("A small rate is fast, the large step is unstable."), 1);
  assert.equal(copy("A large rate is fast, the small step is unstable.").order, 1);
});

Deno.test("opposites that change places within a sentence, or between two that are alike, are counted", () => {
  assert.equal(
    opposites(
      "Join one end to the positive side and the other end to the negative side.",
      "Join one end to the negative side and the other end to the positive side.",
    ),
    2,
  );
  assert.equal(
    opposites(
      "When both fire, the weight is decreased. When one fires, the weight is increased.",
      "When both fire, the weight is increased. When one fires, the weight is decreased.",
    ),
    2,
  );
});

Deno.test("sentences and clauses in another order are no opposites", () => {
  assert.equal(opposites("The large step is unstable, a small rate is slow."), 0);
  const rule = "If the string is short, the pitch is high. If the string is long, the pitch is low.";
  const turnedRound = copy("If the string is long, the pitch is low. If the string is short, the pitch is high.", rule);
  assert.deepEqual([turnedRound.opposites, turnedRound.order], [0, 1]);
});

Deno.test("opposites in a text that is put differently, and one that a negation turns back, are none", () => {
  assert.equal(opposites("Fast learning needs a large step."), 0);
  assert.equal(opposites("The switch is not closed.", "The switch is open."), 0);
  assert.equal(opposites("The switch is closed.", "The switch is open."), 1);
});
