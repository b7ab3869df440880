import assert from "node:assert/strict";
import { tokens } from "../../grader/free_text/offline/tokens.ts";
import { itemsKept } from "./items.ts";

const kept = (reference: string, answer: string) => itemsKept(tokens(reference), tokens(answer));
const rules = "Learning rules: error correction, memory based, Hebbian, competitive.";

Deno.test("items in another order are kept", () => {
  assert.equal(kept("Private and public.", "public, private"), 1);
  assert.equal(kept(rules, "Competitive, Hebbian, error correction and memory based (learning rules)"), 1);
});

Deno.test("what an answer leaves out breaks nothing", () => {
  assert.equal(kept(rules, "Hebbian and error correction"), 1);
  assert.equal(kept("By reference.", "reference"), 1);
  assert.equal(kept(rules, ""), 1);
});

Deno.test("words of an item that are parted or in another order are not kept", () => {
  assert.equal(kept("File scope.", "scope File"), 0);
  assert.equal(kept("File scope.", "File, scope"), 0);
  assert.equal(kept("By reference.", "reference by"), 0);
  assert.equal(kept("Private and public.", "private public and"), 0);
  assert.equal(kept("Private and public.", "and private public"), 0);
  assert.equal(kept(rules, "correction memory rules error based competitive Hebbian learning"), 0);
});

Deno.test("neighbours that a list repeats must be repeated", () => {
  assert.equal(kept("deep layers, wide layers, deep layers", "deep layers, wide layers, layers"), 2 / 3);
});
