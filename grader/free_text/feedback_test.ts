import assert from "node:assert/strict";
import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import { modeCollapse, saying } from "../testing/fixtures.ts";
import { gradeFreeText } from "./grade_free_text.ts";
import { mergeFollowUp } from "./merge_follow_up.ts";
import type { RubricGrader } from "../ports.ts";
import type { Verdict } from "../types.ts";

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
  assert.match(feedback, /And two more points\./);
});

Deno.test("feedback to an answer that repeats the question counts the rest in a sentence", async () => {
  const criteria = Array.from({ length: 5 }, (_, index) => ({
    ...modeCollapse.rubric.criteria[0]!,
    id: `c${index}`,
    probe: `Probe ${index}?`,
  }));
  const question = { ...modeCollapse, rubric: { criteria, misconceptions: [] } };
  const { feedback } = await gradeFreeText(question, { kind: "free-text", text: question.prompt }, {
    rubric: saying({}),
  });
  assert.match(feedback, /You could start here:[^]*\n\nThere are two more points after that\.$/);
});

/** As the small question, but its second point decides nothing. */
const lopsided: FreeTextQuestion = {
  ...modeCollapse,
  rubric: {
    ...modeCollapse.rubric,
    criteria: modeCollapse.rubric.criteria.map((criterion) =>
      criterion.id === "low-diversity" ? { ...criterion, weight: 9 } : criterion
    ),
  },
};

/** What is told after the reply to a follow-up on the second point; nothing of the first was heard. */
async function afterFollowUp(question: FreeTextQuestion, reply: Verdict, text = answer): Promise<string> {
  const graded = async (rubric: RubricGrader, criteria: readonly string[]) =>
    await gradeFreeText(question, { kind: "free-text", text }, { rubric }, { criteria });
  const nothing = saying({ "low-diversity": "not-met", "missing-modes": "not-met" });
  const draft = await graded(nothing, ["low-diversity", "missing-modes"]);
  const merged = mergeFollowUp(question, {
    before: { ...draft, id: "g", gradedAt: "2027-01-01T00:00:00.000Z", durationMs: 1 },
    text,
    reply: await graded(saying({ "missing-modes": reply }), ["missing-modes"]),
    criterionId: "missing-modes",
  });
  return `${merged.status}: ${merged.feedback}`;
}

Deno.test("feedback after a follow-up asks for nothing more and promises a person only where one looks", async () => {
  assert.equal(
    await afterFollowUp(modeCollapse, "unsure"),
    "needs-review: I am not certain about all of this, so the score stays open until someone has looked at it.",
  );
  assert.equal(
    await afterFollowUp(lopsided, "unsure"),
    "graded: I could not tell whether this makes the point I was looking for, so it does not count.",
  );
  assert.equal(
    await afterFollowUp(modeCollapse, "not-met"),
    "graded: This does not make the point I was looking for.",
  );
  assert.equal(
    await afterFollowUp(modeCollapse, "not-met", "I don't know."),
    "graded: That is fair, but there is nothing in it that I could grade.",
  );
});

Deno.test("feedback says that a point which is not clear does not count, where the score does not wait for it", async () => {
  const rubric = saying({ "low-diversity": "not-met", "missing-modes": "unsure" });
  const { feedback } = await gradeFreeText(lopsided, { kind: "free-text", text: answer }, { rubric });
  assert.match(feedback, /Not clear from your answer, so it does not count: What of/);
});
