import everyday from "../../grader/testing/everyday_answers.json" with { type: "json" };
import unseen from "../../grader/testing/unseen_answers.json" with { type: "json" };
import type { Example, Question } from "../../question-bank/mod.ts";

interface Answer {
  readonly question: string;
  readonly level: string;
  readonly text: string;
  readonly met: readonly string[];
  readonly states: readonly string[];
}

/** Labelled answers in the styles of people who have no rubric before them: those that are trained on, and those that never are. */
export const everydaySets: Readonly<Record<"everyday" | "unseen", readonly Answer[]>> = {
  everyday: everyday.answers,
  unseen: unseen.answers,
};

/** The questions that a set has answers to, with these in place of their own examples. */
export function askedIn(set: keyof typeof everydaySets, questions: readonly Question[]): Question[] {
  return questions.flatMap((question) => {
    const examples = answersTo(question, set);
    return question.kind === "free-text" && examples.length > 0 ? [{ ...question, examples }] : [];
  });
}

/** The questions with the everyday answers that may be trained on beside their own examples. */
export function withEveryday(questions: readonly Question[]): Question[] {
  return questions.map((question) =>
    question.kind === "free-text"
      ? { ...question, examples: [...question.examples, ...answersTo(question, "everyday")] }
      : question
  );
}

/** @throws {RangeError} when an answer's labels are not the question's. */
function answersTo(question: Question, set: keyof typeof everydaySets): Example[] {
  if (question.kind !== "free-text") return [];
  const { criteria, misconceptions } = question.rubric;
  return everydaySets[set].filter((answer) => answer.question === question.id).map(({ level, text, met, states }) => {
    if (level !== "full" && level !== "partial" && level !== "wrong") {
      throw new RangeError(
        `Cannot use an answer to "${question.id}": level is "${level}", expected full, partial or wrong`,
      );
    }
    const unknown = [
      ...met.filter((id) => !criteria.some((it) => it.id === id)),
      ...states.filter((id) => !misconceptions.some((it) => it.id === id)),
    ];
    if (unknown.length > 0) {
      throw new RangeError(`Cannot use an answer to "${question.id}": the rubric has no ${unknown.join(", ")}`);
    }
    return { level, text, met, states };
  });
}
