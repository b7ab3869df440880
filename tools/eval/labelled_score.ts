import type { Example, FreeTextQuestion } from "../../question-bank/mod.ts";

/** The score that a labelled answer's labels come to, in [0, 1]. */
export function labelledScore({ rubric }: FreeTextQuestion, { met, states }: Example): number {
  const all = rubric.criteria.reduce((sum, { weight }) => sum + weight, 0);
  const earned = rubric.criteria.reduce((sum, { id, weight }) => met.includes(id) ? sum + weight : sum, 0) / all;
  const penalty = rubric.misconceptions.reduce(
    (sum, { id, penalty }) => states.includes(id) ? sum + penalty : sum,
    0,
  );
  return Math.max(0, earned - penalty);
}
