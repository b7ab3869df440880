/**
 * What those who run a server want to know of it.
 *
 * @module
 */
import type { Grade, Usage } from "../grader/mod.ts";

/** What model calls have used on a UTC day. */
export interface DaySpending extends Usage {
  /** The day, for example "2027-01-31". */
  readonly day: string;
}

/** What calls of one model have used on a UTC day. */
export interface ModelSpending extends DaySpending {
  /** The model, as its API calls it. */
  readonly model: string;
}

/** Answers that wait to be graded, as the database knows them. */
export interface Backlog {
  /** How many, those of batches among them. */
  readonly waiting: number;
  /** ISO time since which the first of them waits; `null` when none does. */
  readonly since: string | null;
}

/** A grade that a fault of ours has left without a score. */
export interface UngradableGrade extends Pick<Grade, "id" | "questionId" | "kind" | "gradedAt"> {
  /** Why, in one sentence. */
  readonly reason: string;
}

/** What is read for those who run a server. */
export interface OperationsStore {
  /** The days since `day` on which a model was called, newest first. */
  spendingByDay(day: string): Promise<readonly DaySpending[]>;
  /** The same, by model; newest day first. */
  spendingByModel(day: string): Promise<readonly ModelSpending[]>;
  /** What waits to be graded. */
  backlog(): Promise<Backlog>;
  /** Grades without a score for a fault of ours that nothing has replaced, newest first, at most `limit`. */
  ungradable(limit: number): Promise<{ readonly items: readonly UngradableGrade[]; readonly total: number }>;
  /** How many grades were made without the model and wait to be made again. */
  standIns(): Promise<number>;
}
