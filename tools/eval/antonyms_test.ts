import assert from "node:assert/strict";
import { tokens } from "../../grader/free_text/offline/tokens.ts";
import { namesOf, namesOfOpposites, storeAntonyms } from "./antonyms.ts";

const areOpposite = (pair: string) => {
  const [a, b] = tokens(pair);
  return namesOf(b!).some((name) => namesOfOpposites(a!).has(name));
};

Deno.test.each([
  "generator discriminator",
  "up down",
  "down up",
  "shallow deep",
  "untangled tangled",
  "tangled untangled",
])("opposites: %s", (pair) => {
  assert.ok(areOpposite(pair));
});

Deno.test.each(["up up", "open opened", "water salt", "big large"])("no opposites: %s", (pair) => {
  assert.ok(!areOpposite(pair));
});

Deno.test("antonyms are stored as one text", () => {
  assert.equal(storeAntonyms([["down", "up"], ["deep", "shallow"]]), "down up,deep shallow");
});
