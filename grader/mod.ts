/**
 * Grading: one answer in, one grade out.
 *
 * @module
 */
export * from "./types.ts";
export * from "./ports.ts";
export { grade } from "./grade.ts";
export { criteriaOf, misconceptionsOf, revise, type RevisedVerdict, type Revision } from "./revise.ts";
export { sumUsage } from "./usage.ts";
export { correctFrom, outcomeOf, partialFrom } from "./outcome.ts";
export {
  canonicalise,
  type CanonicalText,
  countEvidence,
  functionWords,
  mergeFollowUp,
  offlineRubricGrader,
  type UntrustedSpan,
  untrustedSpans,
  type Word,
  words,
} from "./free_text/mod.ts";
