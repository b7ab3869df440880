/**
 * The interview: a conversation about questions of the bank, graded turn by turn. It knows no HTTP, no database and no model.
 *
 * @module
 */
export * from "./types.ts";
export * from "./records.ts";
export * from "./ports.ts";
export * from "./errors.ts";
export type { AnswerToGrade } from "./grade_answer.ts";
export type { AppealRequest, AppealView, GradeHistory } from "./appeal.ts";
export { batchResultsCsv, batchResultsJson } from "./batch_text.ts";
export type { Batches, BatchLine, BatchOptions, BatchView } from "./batches.ts";
export type { OverrideRequest } from "./override.ts";
export type { Move, Outcome, Regraded, RegradeRequest } from "./regrade.ts";
export type { Backlog, DaySpending, ModelSpending, OperationsStore, UngradableGrade } from "./operations.ts";
export type { Reading, ReviewCase } from "./review_case.ts";
export type { ReviewItem, ReviewQueue } from "./review_queue.ts";
export { createInterview, type Interview, type InterviewPorts, type JobView, type OpenSession } from "./interview.ts";
export { createQuizzes, type Quiz, type QuizRequest, type QuizStore, type Quizzes } from "./quizzes.ts";
export { defaultLength, lengthMax } from "./start.ts";
export { sourceMaxBytes, textMax, type TurnOptions, type TurnTaken } from "./take_turn.ts";
export type { JobOutcome } from "./grade_job.ts";
export { createListeners, type Listeners, type PassingEvent, type Signal } from "./listeners.ts";
export { reportCsv, reportMarkdown } from "./report_text.ts";
export { gradesVisible, itemsShown } from "./view.ts";
export { hintCost, reasonOfUngradable } from "./words.ts";
