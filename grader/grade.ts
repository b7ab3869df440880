import type { Question } from "../question-bank/mod.ts";
import { gradeCoding } from "./coding/mod.ts";
import { gradeFreeText } from "./free_text/mod.ts";
import { gradeMultipleChoice } from "./multiple_choice.ts";
import type { GradeOptions, GradePorts } from "./ports.ts";
import type { Answer, GradeDraft } from "./types.ts";

/**
 * Grades one answer.
 *
 * A verdict, however bad, is returned as data. It rejects only when the grade cannot be made: the answer is of another kind
 * than the question (`TypeError`), an id in it is unknown (`RangeError`), or a port is at fault (a model or sandbox outage).
 * A fault never becomes a score.
 */
export async function grade(
  question: Question,
  answer: Answer,
  ports: GradePorts,
  options: GradeOptions = {},
): Promise<GradeDraft> {
  options.signal?.throwIfAborted();
  switch (question.kind) {
    case "multiple-choice":
      return gradeMultipleChoice(
        question,
        expectKind(question, answer, "multiple-choice"),
      );
    case "free-text":
      return await gradeFreeText(
        question,
        expectKind(question, answer, "free-text"),
        ports,
        options,
      );
    case "coding":
      return await gradeCoding(
        question,
        expectKind(question, answer, "coding"),
        ports,
        options,
      );
    default:
      return question satisfies never;
  }
}

function expectKind<K extends Answer["kind"]>(
  question: Question,
  answer: Answer,
  kind: K,
): Answer & { kind: K } {
  if (answer.kind === kind) return answer as Answer & { kind: K };
  throw new TypeError(
    `Cannot grade an answer to "${question.id}": it is ${answer.kind}, expected ${kind}`,
  );
}
