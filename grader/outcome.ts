import type { GradeDraft } from "./types.ts";

/** From this score on an answer is called correct. */
export const correctFrom = 0.8;
/** From this score on an answer is called partial; below, incorrect. */
export const partialFrom = 0.25;

// Sums of weights such as 0.1 + 0.7 must not miss a boundary by a rounding error.
const slack = 1e-9;

/**
 * What a score in [0, 1] is called: "correct" from {@link correctFrom} on, "partial" from {@link partialFrom} on,
 * otherwise "incorrect".
 */
export function outcomeOf(score: number): NonNullable<GradeDraft["outcome"]> {
  if (score >= correctFrom - slack) return "correct";
  return score >= partialFrom - slack ? "partial" : "incorrect";
}
