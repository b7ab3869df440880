import type { CodingQuestion, MultipleChoiceQuestion } from "../question-bank/mod.ts";
import type { GradeDraft } from "./types.ts";

/**
 * What is told of a choice or of code whose verdicts somebody has changed: what counts now, and nothing of what the first grader
 * said of it.
 */
export function recount(
  question: MultipleChoiceQuestion | CodingQuestion,
  judged: Pick<GradeDraft, "criteria" | "misconceptions" | "outcome">,
): string {
  return question.kind === "coding" ? checks(judged) : choices(question, judged);
}

function choices(
  { options }: MultipleChoiceQuestion,
  { criteria, misconceptions, outcome }: Pick<GradeDraft, "criteria" | "misconceptions" | "outcome">,
): string {
  const why = new Map(options.map((option) => [option.id, option.why]));
  const opening = {
    correct: "It counts as right.",
    partial: "It counts as partly right.",
    incorrect: "It does not count as right.",
    open: "It is not decided yet.",
  }[outcome ?? "open"];
  const lines = [
    ...criteria.map(({ id, description, verdict }) =>
      `- **${id}** (right, ${verdict === "met" ? "counted" : "not counted"}): ${why.get(id) ?? description}`
    ),
    ...misconceptions.map(({ id, description }) => `- **${id}** (wrong, counted against it): ${description}`),
  ];
  return [opening, lines.join("\n")].join("\n\n");
}

function checks({ criteria }: Pick<GradeDraft, "criteria">): string {
  const failed = criteria.filter(({ verdict }) => verdict !== "met");
  if (failed.length === 0) return `All ${criteria.length} checks count as passed.`;
  const lines = failed.map(({ description }) => `- **${description}** does not count as passed.`);
  return `${criteria.length - failed.length} of ${criteria.length} checks count as passed.\n\n${lines.join("\n")}`;
}
