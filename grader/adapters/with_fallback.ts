import type { RubricGrader } from "../mod.ts";
import { ModelOutage } from "./model_outage.ts";

/**
 * Judges with `model` and, while it is out ({@link ModelOutage}), with `offline`; the judgement's `grader` says which of them it
 * was. Any other error goes through.
 */
export function withFallback(model: RubricGrader, offline: RubricGrader): RubricGrader {
  return {
    async judge(question, text, options) {
      try {
        return await model.judge(question, text, options);
      } catch (error) {
        if (!(error instanceof ModelOutage)) throw error;
        return await offline.judge(question, text, options);
      }
    },
  };
}
