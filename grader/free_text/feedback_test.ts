import assert from "node:assert/strict";
import { modeCollapse, saying } from "../testing/fixtures.ts";
import { gradeFreeText } from "./grade_free_text.ts";
import type { RubricGrader } from "../ports.ts";

const answer = "Every z ends up as one of a few images, because the discriminator memorises the training set.";

async function feedbackFor(rubric: RubricGrader, text = answer): Promise<string> {
  return (await gradeFreeText(modeCollapse, { kind: "free-text", text }, { rubric })).feedback;
}

Deno.test("feedback reads as a person would say it", async (t) => {
  await t.assertSnapshot({
    full: await feedbackFor(saying({ "low-diversity": "met", "missing-modes": "met" })),
    partial: await feedbackFor(saying({ "low-diversity": "met", "missing-modes": "not-met" })),
    wrong: await feedbackFor(saying({ "low-diversity": "not-met", "missing-modes": "not-met" }, ["overfitting"])),
    unsure: await feedbackFor(saying({ "low-diversity": "unsure", "missing-modes": "not-met" })),
    empty: await feedbackFor(saying({}), ""),
    filler: await feedbackFor(saying({}), "I don't know."),
    echo: await feedbackFor(saying({}), modeCollapse.prompt),
  });
});

Deno.test("feedback does not tell the points that are missing", async () => {
  const feedback = await feedbackFor(saying({ "low-diversity": "not-met", "missing-modes": "not-met" }));
  for (const { says, probe } of modeCollapse.rubric.criteria) {
    assert.equal(feedback.includes(says), false);
    assert.ok(feedback.includes(probe));
  }
});

Deno.test("feedback shows the candidate's markup as it was typed", async () => {
  const feedback = await feedbackFor(
    saying({ "low-diversity": "met", "missing-modes": "met" }),
    "It makes <b>few</b> *modes* [x](y).",
  );
  assert.ok(feedback.includes(String.raw`\<b\>few\</b\> \*modes\* \[x\](y)`));
});

Deno.test("feedback holds no exclamation mark of its own", async () => {
  for (const verdict of ["met", "not-met", "unsure"] as const) {
    assert.equal(
      (await feedbackFor(saying({ "low-diversity": verdict, "missing-modes": verdict }))).includes("!"),
      false,
    );
  }
});

Deno.test("feedback asks for the three heaviest missing points and counts the rest", async () => {
  const criteria = [1, 3, 2, 1, 2].map((weight, index) => ({
    ...modeCollapse.rubric.criteria[0]!,
    id: `c${index}`,
    weight,
    probe: `Probe ${index}?`,
  }));
  const question = { ...modeCollapse, rubric: { criteria, misconceptions: [] } };
  const rubric = saying(Object.fromEntries(criteria.map(({ id }) => [id, "not-met"])));
  const { feedback } = await gradeFreeText(question, { kind: "free-text", text: answer }, { rubric });
  assert.deepEqual(feedback.match(/Probe \d/g), ["Probe 1", "Probe 2", "Probe 4"]);
  assert.match(feedback, /And two smaller points\./);
});
