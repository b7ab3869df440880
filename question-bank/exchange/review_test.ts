import assert from "node:assert/strict";
import { loadBank } from "../mod.ts";
import { temporaryBank } from "../testing.ts";
import { draftOf } from "./draft.ts";
import { reviewDraft } from "./review.ts";

Deno.test("every shipped question that comes back whole lacks nothing and loads with the same version", async () => {
  const questions = (await loadBank()).questions.filter(({ kind }) => kind !== "coding");
  const reviews = questions.map((question) => reviewDraft(draftOf(question).draft, { topic: "losses" }));
  assert.deepEqual(reviews.flatMap(({ assumed, missing }) => [...assumed, ...missing]), []);
  await using bank = await temporaryBank(Object.fromEntries(reviews.map(({ path, yaml }) => [path, yaml])));
  const { get } = await loadBank([bank.directory]);
  for (const { id, version } of questions) assert.equal(get(id)?.version, version, id);
});

Deno.test("a question that would not load goes to a name that the loader passes over, with all that it lacks", async () => {
  const review = reviewDraft({
    kind: "multiple-choice",
    prompt: "**Which** network sees real data? Choose.",
    options: [{ id: "a", text: "The critic", correct: true, why: "It compares." }, {
      id: "b",
      text: "G",
      correct: false,
    }],
  }, { topic: "training", taken: new Set(["which-network-sees-real-data-choose"]) });
  assert.equal(review.sound, false);
  assert.equal(review.path, "questions/training/_which-network-sees-real-data-choose-2.yaml");
  assert.deepEqual(review.assumed, [
    "title: Which network sees real data? Choose",
    "id: which-network-sees-real-data-choose-2",
    "topic: training",
    "difficulty: medium",
  ]);
  const missing = review.missing.join("\n");
  for (
    const expected of [
      /options\[1\]\.why is missing/,
      /hints is a list of 0/,
      /references is empty/,
      /clarification is missing/,
    ]
  ) {
    assert.match(missing, expected);
  }
  await using bank = await temporaryBank({ [review.path]: review.yaml });
  assert.deepEqual((await loadBank([bank.directory])).questions, []);
});
