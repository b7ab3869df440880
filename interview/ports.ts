/**
 * What an interview needs from outside.
 *
 * @module
 */
import type { Answer, GradeDraft, GradeProgress, Payer, RubricChoice } from "../grader/mod.ts";
import type { Question } from "../question-bank/mod.ts";
import type {
  AppealRecord,
  BatchLineRecord,
  BatchRecord,
  BatchResult,
  Change,
  GradeRecord,
  JobRecord,
  SessionRecord,
  StoredEvent,
  TurnRecord,
} from "./records.ts";

/** Time. */
export interface Clock {
  /** The time now. */
  now(): Date;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Fresh, unguessable ids. */
export interface Ids {
  /** For example `next("session")` → "session_2f1c…". */
  next(prefix: string): string;
}

/** What is kept. Reads see only what is committed. */
export interface InterviewStore {
  /** `null` for an unknown id. */
  session(id: string): Promise<SessionRecord | null>;
  /** Unfinished sessions of an owner, newest first, at most 20. */
  openSessions(owner: string): Promise<readonly SessionRecord[]>;
  /** Ids of sessions that await an answer although their deadline has passed. */
  overdueSessions(now: string): Promise<readonly string[]>;
  /** Events whose place is after `afterSeq`, in order. */
  events(sessionId: string, afterSeq: number): Promise<readonly StoredEvent[]>;
  /** The turn that was sent with this key; `null` when there is none. */
  turnByKey(sessionId: string, idempotencyKey: string): Promise<TurnRecord | null>;
  /** `null` for an unknown id. */
  job(id: string): Promise<JobRecord | null>;
  /** Ids of jobs that have not ended, oldest first, with their question and session. */
  unfinishedJobs(): Promise<
    readonly Pick<JobRecord, "id" | "questionId" | "sessionId" | "owner">[]
  >;
  /** `null` for an unknown id. */
  grade(id: string): Promise<GradeRecord | null>;
  /** `null` while the job has no grade. */
  gradeOfJob(jobId: string): Promise<GradeRecord | null>;
  /** All grades of a session, oldest first. */
  grades(sessionId: string): Promise<readonly GradeRecord[]>;
  /** Cancels prechecks that have not ended, and counts one more start for every other job that has not. */
  restartJobs(): Promise<void>;
  /** Ends a job for good without a grade; `false` when there is none that has not ended. */
  cancelJob(id: string): Promise<boolean>;
  /**
   * Writes a change in one transaction.
   *
   * @throws {StaleChange} when `previous` is no longer what is stored, or the job has ended already; nothing is written.
   */
  commit(change: Change): Promise<void>;
  /** Erases a session and everything derived from it; `false` when there is none. */
  erase(sessionId: string): Promise<boolean>;
}

/** What is kept for those who look at grades again. */
export interface ReviewStore {
  /** All grades of the same answer as this one, oldest first: those it supersedes, and those that supersede it. */
  chain(gradeId: string): Promise<readonly GradeRecord[]>;
  /** Grades without a score that no other supersedes, oldest first, those without a score for a fault of ours among them. */
  undecided(limit: number): Promise<{ readonly records: readonly GradeRecord[]; readonly total: number }>;
  /** Appeals against these grades, oldest first. */
  appeals(gradeIds: readonly string[]): Promise<readonly AppealRecord[]>;
  /** `null` for an unknown id. */
  appeal(id: string): Promise<AppealRecord | null>;
  /** Appeals that wait for a person, oldest first. */
  openAppeals(limit: number): Promise<{ readonly records: readonly AppealRecord[]; readonly total: number }>;
  /** Grades made while the model was out that have not been made again, oldest first, after some that are passed over. */
  standIns(page: { readonly offset: number; readonly limit: number }): Promise<readonly GradeRecord[]>;
  /** Forgets what language models have said of an answer, so that they are asked anew. */
  forgetReadings(answer: Answer): Promise<void>;
  /** Grades by a machine that no other supersedes, in the order of their ids, after `afterId`. */
  regradable(options: {
    readonly questionId?: string;
    readonly afterId: string;
    readonly limit: number;
  }): Promise<readonly GradeRecord[]>;
}

/** Links by which others may read a report. */
export interface ShareStore {
  /** The token of a session's link; `null` where there is none. */
  token(sessionId: string): Promise<string | null>;
  /** The session behind a token; `null` for one that is unknown or revoked. */
  session(token: string): Promise<string | null>;
  /** Keeps a token unless there is one already; returns the one that is kept, `null` for an unknown session. */
  keep(sessionId: string, token: string): Promise<string | null>;
  /** Revokes a session's link. */
  forget(sessionId: string): Promise<void>;
}

/** What is kept of batches. */
export interface BatchStore {
  /** Begins to receive a batch. */
  open(batch: BatchRecord): Promise<void>;
  /** Stores lines, with the jobs of those that can be graded. */
  add(
    batchId: string,
    entries: readonly { readonly line: BatchLineRecord; readonly job: JobRecord | null }[],
  ): Promise<void>;
  /**
   * Everything has been received: from now on the batch is promised.
   *
   * @returns the batch that has the key already, when it is another one; the new one is then forgotten
   */
  seal(
    batchId: string,
    sealed: { readonly bodyHash: string; readonly idempotencyKey: string | null },
  ): Promise<BatchRecord>;
  /** Forgets a batch that was not received to its end. */
  drop(batchId: string): Promise<void>;
  /** Forgets every batch that an earlier process was receiving when it ended. */
  dropUnsealed(): Promise<void>;
  /** `null` for an unknown id, and for a batch that is being received. */
  batch(id: string): Promise<BatchRecord | null>;
  /** Ids of batches that are being graded, oldest first. */
  unfinished(): Promise<readonly string[]>;
  /** How many lines there are of each sort. */
  counts(id: string): Promise<Readonly<Record<BatchResult["state"], number>>>;
  /** The next jobs that wait, in the order of the lines, but for some; each counts one more start. */
  take(
    batchId: string,
    options: { readonly except: readonly string[]; readonly limit: number },
  ): Promise<readonly Pick<JobRecord, "id" | "questionId">[]>;
  /** Lines after `afterLine`, in order. */
  results(id: string, page: { readonly afterLine: number; readonly limit: number }): Promise<readonly BatchResult[]>;
  /** Ends a batch; jobs that wait are cancelled. `false` when it has ended already. */
  end(id: string, state: "done" | "cancelled"): Promise<boolean>;
}

/** Somebody else changed the session first. */
export class StaleChange extends Error {
  /** Name of the class. */
  override name = "StaleChange";
}

/** Another grade has taken the place of the one that was to be replaced; that lasts. */
export class Replaced extends StaleChange {
  /** Name of the class. */
  override name = "Replaced";
}

/** Grades one answer; see `grade` of the grader. */
export type Grading = (
  question: Question,
  answer: Answer,
  options: {
    readonly criteria?: readonly string[];
    readonly by?: RubricChoice;
    readonly payer?: Payer;
    readonly precheck?: boolean;
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: GradeProgress) => void;
  },
) => Promise<GradeDraft>;

/** Takes jobs and runs them later, a few at a time; those of one owner in order, owners in turns. */
export interface GradingQueue {
  /**
   * Puts a job at the end of its owner's line; nothing happens when the queue has it already. One in the background starts only
   * when nobody waits in the foreground, never takes the last free place, and does not count towards a full queue.
   */
  enqueue(job: {
    readonly id: string;
    readonly lane: "text" | "coding";
    readonly owner: string;
    readonly background?: boolean;
  }): void;
  /** Takes a job out; work on it that goes on is aborted at once. Nothing happens when the queue does not have it. */
  cancel(id: string): void;
  /** Whether work on a job is going on in this process. */
  isRunning(id: string): boolean;
  /** Whether the queue takes no more of an owner for now. */
  isFullFor(owner: string): boolean;
}

/** The grading queue takes no more for now. */
export class QueueFull extends Error {
  /** Name of the class. */
  override name = "QueueFull";
  /** Seconds after which a place may be free. */
  readonly retryAfterS: number;
  /** `retryAfterS` is in seconds. */
  constructor(retryAfterS: number) {
    super(`Cannot take the answer: the grading queue is full, expected a place in about ${retryAfterS} s`);
    this.retryAfterS = retryAfterS;
  }
}

/** A reply as it was sent. */
export interface StoredReply {
  /** HTTP status. */
  readonly status: number;
  /** Headers that belong to the reply. */
  readonly headers: Record<string, string>;
  /** Body as sent. */
  readonly body: string;
}

/** What a key says of a request. */
export type KeyState =
  | { readonly kind: "new" }
  | { readonly kind: "done"; readonly reply: StoredReply }
  | { readonly kind: "other-body" }
  | { readonly kind: "in-flight" };

/** Replies to POST requests that carried an idempotency key. */
export interface ReplyStore {
  /** Claims a key for a request, or tells what became of the request that has it. */
  claim(key: { readonly scope: string; readonly key: string; readonly bodyHash: string }): Promise<KeyState>;
  /** Stores the reply of a claimed key. */
  keep(key: { readonly scope: string; readonly key: string }, reply: StoredReply): Promise<void>;
  /** Gives a key back whose request failed on our side, so that it can be tried again. */
  release(key: { readonly scope: string; readonly key: string }): Promise<void>;
  /** Forgets replies older than 24 hours. */
  forgetOld(): Promise<void>;
  /** Gives back every claim that a stopped process has left; called at start. */
  releaseAll(): Promise<void>;
}
