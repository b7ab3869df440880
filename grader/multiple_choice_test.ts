import assert from "node:assert/strict";
import { gradeMultipleChoice } from "./multiple_choice.ts";
import { twoOfFour } from "./testing/fixtures.ts";

function gradeChoices(choices: readonly string[]) {
  return gradeMultipleChoice(twoOfFour, { kind: "multiple-choice", choices });
}

Deno.test.each([
  [["a", "b"], 1, "correct"],
  [["b", "a", "a"], 1, "correct"],
  [["a"], 0.5, "partial"],
  [["a", "b", "c"], 0.5, "partial"],
  [["a", "c"], 0, "incorrect"],
  [["c", "d"], 0, "incorrect"],
  [["a", "b", "c", "d"], 0, "incorrect"],
  [[], 0, "incorrect"],
])("gradeMultipleChoice scores %j at %d", (choices, score, outcome) => {
  const grade = gradeChoices(choices);
  assert.equal(grade.score, score);
  assert.equal(grade.outcome, outcome);
  assert.equal(grade.status, "graded");
});

Deno.test("gradeMultipleChoice has one criterion per correct option and one misconception per wrong choice", () => {
  const grade = gradeChoices(["a", "d"]);
  assert.deepEqual(grade.criteria.map(({ id, verdict }) => [id, verdict]), [["a", "met"], ["b", "not-met"]]);
  assert.deepEqual(grade.misconceptions.map(({ id }) => id), ["d"]);
});

Deno.test("gradeMultipleChoice tells the why of every option", () => {
  const { feedback } = gradeChoices(["a", "c"]);
  for (const option of twoOfFour.options) assert.ok(feedback.includes(option.why), option.id);
});

Deno.test("gradeMultipleChoice refuses an unknown choice", () => {
  assert.throws(() => gradeChoices(["z"]), {
    name: "RangeError",
    message: /"z": unknown option, expected one of a, b, c, d/,
  });
});
