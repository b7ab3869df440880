import { AnswerRefused, ModelOutage, type RubricGrader, type StandIn } from "../mod.ts";
import { BudgetSpent } from "./budget.ts";

/**
 * Judges with `model`. While it is out ({@link ModelOutage}), where it refuses the answer ({@link AnswerRefused}) or a cap is
 * reached, `offline` stands in: the judgement's `grader` and `standIn` say so. Any other error goes through.
 */
export function withFallback(model: RubricGrader, offline: RubricGrader): RubricGrader {
  return {
    async judge(question, text, options) {
      try {
        return await model.judge(question, text, options);
      } catch (error) {
        const standIn = whyStandIn(error);
        if (standIn === undefined) throw error;
        return { ...await offline.judge(question, text, options), standIn };
      }
    },
  };
}

function whyStandIn(error: unknown): StandIn | undefined {
  if (error instanceof ModelOutage) return "outage";
  if (error instanceof AnswerRefused) return "refused";
  return error instanceof BudgetSpent ? "budget" : undefined;
}
