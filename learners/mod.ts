/**
 * What is known about a learner: which criteria come back when, everything that is held about them, and its erasure.
 *
 * @module
 */
export { createLearners, type LearnerExport, type Learners, type Receipt, type Visible } from "./learners.ts";
export type { LearnerStore, SessionRecords } from "./ports.ts";
export { type Observation, type Review, reviewsOf } from "./reviews.ts";
