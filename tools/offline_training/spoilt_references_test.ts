import assert from "node:assert/strict";
import { seeded } from "../eval/bootstrap.ts";
import { spoiltReferences } from "./spoilt_references.ts";

const kinds = (reference: string, form: { functionShare: number; words: number }) =>
  spoiltReferences(reference, form, { random: seeded(1), others: ["Codes are short."] }).map(({ kind, genuine }) =>
    `${kind}${genuine ? " (genuine)" : ""}`
  );

Deno.test("a sentence is spoilt in every way that changes it", () => {
  assert.deepEqual(
    kinds("The large model is slow because it has more layers.", { functionShare: 0.5, words: 10 }),
    ["shuffled", "keywords", "negated", "contradicted", "swapped", "dump"],
  );
  assert.ok(!kinds("The encoderless model converges.", { functionShare: 0.25, words: 4 }).includes("swapped"));
});

Deno.test("an order that breaks no item is drawn again", () => {
  const drawn = new Set(
    Array.from(
      { length: 30 },
      (_, seed) =>
        spoiltReferences("Private and public.", { functionShare: 0.3, words: 3 }, { random: seeded(seed), others: [] })
          .find(({ kind }) => kind === "shuffled")?.text,
    ),
  );
  assert.deepEqual(
    drawn,
    new Set(["Private public and", "public Private and", "and Private public", "and public Private"]),
  );
});

Deno.test("the items of a phrase may be listed, and a word or two is not denied", () => {
  assert.ok(kinds("Private and public.", { functionShare: 0.3, words: 3 }).includes("keywords (genuine)"));
  assert.ok(!kinds("File scope.", { functionShare: 0, words: 2 }).includes("keywords (genuine)"));
  assert.deepEqual(kinds("push", { functionShare: 0, words: 1 }), ["dump"]);
});
