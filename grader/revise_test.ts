import assert from "node:assert/strict";
import { coding, multipleChoice } from "../tests/support/questions.ts";
import { grade } from "./grade.ts";
import { revise, type Revision } from "./revise.ts";
import { portsWith } from "./testing/fixtures.ts";
import type { CriterionResult, Grade, GradeDraft } from "./types.ts";

const stored = (draft: GradeDraft): Grade => ({
  ...draft,
  id: "grade_1",
  gradedAt: "2027-01-01T00:00:00Z",
  durationMs: 0,
});

const decided = (verdicts: Record<string, "met" | "not-met">, opening: string): Revision => ({
  verdicts: new Map(Object.entries(verdicts).map(([id, verdict]) => [id, { verdict, reason: "So it is." }])),
  grader: { name: "human", version: "1" },
  confidence: 1,
  opening,
});

Deno.test("the feedback on a choice that a person has decided says what counts now, and nothing of what was said before", async () => {
  const question = multipleChoice();
  const answer = { kind: "multiple-choice", choices: ["a"] } as const;
  const first = await grade(question, answer, portsWith({ judge: () => Promise.reject(new Error("not asked")) }));
  const right = revise(question, stored(first), {
    ...decided({ b: "met" }, "First reason."),
    misconceptions: new Map([["a", false]]),
  });
  assert.equal(right.feedback, "First reason.\n\nIt counts as right.\n\n- **b** (right, counted): It is.");
  const wrong = revise(question, stored(right), {
    ...decided({ b: "not-met" }, "Second reason."),
    misconceptions: new Map([["a", true]]),
  });
  assert.equal(
    wrong.feedback,
    "Second reason.\n\nIt does not count as right.\n\n- **b** (right, not counted): It is.\n" +
      "- **a** (wrong, counted against it): It is not.",
  );
});

Deno.test("the feedback on code that a person has decided counts the checks anew, and a changed check loses its message", () => {
  const question = coding();
  const criterion = (id: string, description: string): CriterionResult => ({
    ...{ id, description, weight: 1, verdict: "not-met", evidence: [], reason: "The result is wrong." },
    ...{ visible: true, message: "Expected 42, got 21." },
  });
  const first: GradeDraft = {
    ...{ questionId: "code-one", questionVersion: "v1", kind: "coding", status: "graded", score: 0 },
    ...{ outcome: "incorrect", misconceptions: [], confidence: 1, feedback: "0 of 2 checks pass." },
    criteria: [criterion("shown", "Doubles"), criterion("hidden", "Doubles more")],
    grader: { name: "sandbox", version: "1" },
  };
  const half = revise(question, stored(first), decided({ shown: "met", hidden: "not-met" }, "First reason."));
  assert.equal(
    half.feedback,
    "First reason.\n\n1 of 2 checks count as passed.\n\n- **Doubles more** does not count as passed.",
  );
  assert.deepEqual(half.criteria.map(({ message }) => message), [undefined, "Expected 42, got 21."]);
  const whole = revise(question, stored(half), decided({ hidden: "met" }, "Second reason."));
  assert.equal(whole.feedback, "Second reason.\n\nAll 2 checks count as passed.");
});
