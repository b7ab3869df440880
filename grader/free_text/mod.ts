/**
 * Grading of free text, criterion by criterion, and the offline grader that needs neither key nor network.
 *
 * @module
 */
export { canonicalise, type CanonicalText } from "./canonicalise.ts";
export { countEvidence } from "./count_evidence.ts";
export { feedback } from "./feedback.ts";
export { gradeFreeText } from "./grade_free_text.ts";
export { mergeFollowUp } from "./merge_follow_up.ts";
export { settle, type Settled } from "./score.ts";
export { type UntrustedSpan, untrustedSpans } from "./untrusted_spans.ts";
export { functionWords, type Word, words } from "./words.ts";
export { offlineRubricGrader } from "./offline/mod.ts";
