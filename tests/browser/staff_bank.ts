import { grade, type RubricGrader } from "../../grader/mod.ts";
import type { Grading } from "../../interview/mod.ts";
import type { Bank } from "../../question-bank/mod.ts";
import { literalGrader } from "../support/literal_grader.ts";
import { bankOf, coding, freeText, multipleChoice } from "../support/questions.ts";

const plain = freeText();

/** A question of each kind; the one in one's own words has everything that a rubric can have. */
export const staffBank: Bank = bankOf(
  multipleChoice(),
  coding(),
  freeText({
    title: "Two points",
    rubric: {
      criteria: plain.rubric.criteria.map((criterion) => ({
        ...criterion,
        explain: `It must be said of $x$, not of $y$.`,
        paraphrases: [`Another way to say ${criterion.id}.`],
      })),
      misconceptions: [{
        id: "backwards",
        says: "The points are one.",
        paraphrases: ["There is one point."],
        penalty: 0.5,
        correct: "The points are two.",
      }],
    },
    examples: [
      { level: "full", text: "light and heavy", met: ["light", "heavy"], states: [] },
      { level: "partial", text: "light alone", met: ["light", "heavy"], states: [] },
    ],
  }),
);

/** As the literal grader, but not sure of what is followed by a question mark. */
const hesitating: RubricGrader = {
  async judge(question, text, options) {
    const judged = await literalGrader.judge(question, text, options);
    return {
      ...judged,
      criteria: judged.criteria.map((criterion) =>
        text.includes(`${criterion.id}?`)
          ? {
            ...criterion,
            verdict: "unsure" as const,
            evidence: [],
            reason: "It is asked, not said.",
            confidence: 0.5,
          }
          : criterion
      ),
    };
  },
};

/** Grades the staff's bank; text that says "broken" breaks the grader. */
export const staffGrading: Grading = (question, answer, options) =>
  answer.kind === "free-text" && answer.text.includes("broken")
    ? Promise.reject(new Error("the lamp is out"))
    : grade(question, answer, {
      rubric: hesitating,
      sandbox: { tier: "none", reason: "not needed", run: () => Promise.reject(new Error("Cannot run code here")) },
      random: () => ({ uniform: () => 0.5, normal: () => 0 }),
    }, options);
