import type { MultipleChoiceQuestion, Option } from "../question-bank/mod.ts";
import type { Answer, GradeDraft } from "./types.ts";

/**
 * Grades by the key.
 *
 * One criterion per correct option, met when it was chosen; every wrong option that was chosen is a misconception and costs
 * as much as a correct one earns. So the score is `max(0, (hits - false alarms) / number correct)`: 1 for exactly the key,
 * and choosing everything earns nothing when at least as many options are wrong as right.
 */
export function gradeMultipleChoice(
  question: MultipleChoiceQuestion,
  answer: Answer & { kind: "multiple-choice" },
): GradeDraft {
  const chosen = chosenOptions(question, answer.choices);
  const key = question.options.filter((option) => option.correct);
  const hits = key.filter((option) => chosen.has(option));
  const falseAlarms = [...chosen].filter((option) => !option.correct);
  const score = Math.max(0, (hits.length - falseAlarms.length) / key.length);

  return {
    questionId: question.id,
    questionVersion: question.version,
    kind: "multiple-choice",
    status: "graded",
    score,
    outcome: score === 1 ? "correct" : score > 0 ? "partial" : "incorrect",
    criteria: key.map((option) => ({
      id: option.id,
      description: option.text,
      weight: 1,
      verdict: chosen.has(option) ? "met" : "not-met",
      evidence: [],
      reason: chosen.has(option) ? "The option was chosen." : "The option belongs to the key and was not chosen.",
    })),
    misconceptions: falseAlarms.map((option) => ({
      id: option.id,
      description: option.why,
      evidence: [],
    })),
    feedback: feedback(question, chosen),
    confidence: 1,
    grader: { name: "key", version: "1" },
  };
}

function chosenOptions(
  question: MultipleChoiceQuestion,
  choices: readonly string[],
): Set<Option> {
  const options = new Map(
    question.options.map((option) => [option.id, option]),
  );
  return new Set(choices.map((choice) => {
    const option = options.get(choice);
    if (option) return option;
    const expected = [...options.keys()].join(", ");
    throw new RangeError(
      `Cannot grade choice "${choice}": unknown option, expected one of ${expected}`,
    );
  }));
}

function feedback(
  question: MultipleChoiceQuestion,
  chosen: ReadonlySet<Option>,
): string {
  const lines = question.options.map((option) =>
    `- **${option.id}** (${role(option, chosen.has(option))}): ${option.why}`
  );
  return [opening(question, chosen), lines.join("\n")].join("\n\n");
}

function opening(
  question: MultipleChoiceQuestion,
  chosen: ReadonlySet<Option>,
): string {
  if (chosen.size === 0) return "You chose none of the options.";
  const wrong = [...chosen].filter((option) => !option.correct).length;
  const missed = question.options.filter((option) => option.correct && !chosen.has(option))
    .length;
  if (wrong === 0 && missed === 0) return "That is right.";
  if (missed === 0) {
    return wrong === 1 ? "One of your choices does not belong." : `${wrong} of your choices do not belong.`;
  }
  const hits = [...chosen].length - wrong;
  if (hits === 0) return "That is not right.";
  const count = missed === 1 ? "one more option is right" : `${missed} more options are right`;
  return wrong === 0 ? `So far so good, but ${count}.` : `Partly right: ${count}, and not everything you chose is.`;
}

function role(option: Option, chosen: boolean): string {
  if (option.correct) return chosen ? "right, chosen" : "right, not chosen";
  return chosen ? "wrong, chosen" : "wrong";
}
