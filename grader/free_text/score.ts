import type { FreeTextQuestion } from "../../question-bank/mod.ts";
import { outcomeOf } from "../outcome.ts";
import type { CriterionResult, GradeDraft, MisconceptionResult, Verdict } from "../types.ts";

/** The part of a grade that is computed, never judged. */
export type Settled = Pick<GradeDraft, "status" | "score" | "outcome">;

/**
 * Score = (weight of met / weight of all) - penalties of misconceptions stated, clamped to [0, 1]. A criterion that is
 * `unsure` counts as not met when the outcome would be the same either way; otherwise the grade is `needs-review` and its
 * score is `null`.
 */
export function settle(
  question: FreeTextQuestion,
  { criteria, misconceptions }: {
    readonly criteria: readonly CriterionResult[];
    readonly misconceptions: readonly MisconceptionResult[];
  },
): Settled {
  const penalty = question.rubric.misconceptions
    .filter(({ id }) => misconceptions.some((stated) => stated.id === id))
    .reduce((sum, misconception) => sum + misconception.penalty, 0);
  const weightOf = (verdicts: readonly Verdict[]) =>
    criteria.reduce((sum, { weight, verdict }) => verdicts.includes(verdict) ? sum + weight : sum, 0);
  const all = weightOf(["met", "not-met", "unsure"]);
  const scoreOf = (met: number) => all === 0 ? 0 : Math.min(1, Math.max(0, met / all - penalty));
  const score = scoreOf(weightOf(["met"]));
  const outcome = outcomeOf(score);
  return outcome === outcomeOf(scoreOf(weightOf(["met", "unsure"])))
    ? { status: "graded", score, outcome }
    : { status: "needs-review", score: null, outcome: null };
}
