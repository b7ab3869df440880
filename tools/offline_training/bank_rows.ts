import type { Question } from "../../question-bank/mod.ts";
import { labelledScore } from "../eval/labelled_score.ts";
import type { SetRow } from "../eval/read_set.ts";

/** The bank's labelled answers as rows of a set, whose reference is the model answer. */
export function bankRows(questions: readonly Question[]): SetRow[] {
  return questions.flatMap((question) =>
    question.kind === "free-text"
      ? question.examples.map((example, i) => ({
        id: `${question.id}#${i + 1}`,
        set: "bank",
        questionId: question.id,
        question: question.prompt,
        references: [question.modelAnswer],
        answer: example.text,
        score: labelledScore(question, example),
      }))
      : []
  );
}

/** The bank's criteria without their paraphrases as key points, one row for each labelled answer. */
export function bankPoints(questions: readonly Question[]): SetRow[] {
  return questions.flatMap((question) =>
    question.kind === "free-text"
      ? question.examples.flatMap(({ text, met }, i) =>
        question.rubric.criteria.map(({ id, says }) => ({
          id: `${question.id}#${i + 1}/${id}`,
          set: "points",
          questionId: question.id,
          question: question.prompt,
          references: [question.modelAnswer],
          point: says,
          answer: text,
          score: met.includes(id) ? 1 : 0,
        }))
      )
      : []
  );
}
