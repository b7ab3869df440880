/**
 * Questions to and from other programs: GIFT, Aiken, Moodle XML, QTI 3, CSV, JSON, and markdown for people. Apart from the bank's own face, so
 * that a server that imports nothing does not load the parsers.
 *
 * @module
 */
export type { Draft, DraftOption, Field, Note } from "./draft.ts";
export { type FormatName, formatNames, type Reading, type Written } from "./exchange_format.ts";
export { exportQuestions, formatOfFile, readQuestions } from "./export_questions.ts";
export { idsInUse } from "./ids_in_use.ts";
export { type Review, reviewDraft, type ReviewOptions } from "./review.ts";
