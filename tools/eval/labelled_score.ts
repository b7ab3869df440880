import { settle } from "../../grader/free_text/mod.ts";
import type { Example, FreeTextQuestion } from "../../question-bank/mod.ts";

/** The score that a labelled answer's labels come to, in [0, 1]: that of a grade with these verdicts. */
export function labelledScore(question: FreeTextQuestion, { met, states }: Example): number {
  const criteria = question.rubric.criteria.map(({ id, says: description, weight }) => ({
    ...{ id, description, weight, evidence: [], reason: "" },
    verdict: met.includes(id) ? "met" as const : "not-met" as const,
  }));
  const misconceptions = states.map((id) => ({ id, description: "", evidence: [] }));
  return settle(question, { criteria, misconceptions }).score ?? NaN;
}
