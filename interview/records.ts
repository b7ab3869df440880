/**
 * What the store keeps of an interview. Plain data; every change to it is made by a pure function of this folder and
 * committed as one {@link Change}.
 *
 * @module
 */
import type { Answer, Grade, GraderIdentity, StandIn, Verdict } from "../grader/mod.ts";
import type { EntryKind, Mode, SessionState, StartRequest, TranscriptEntry, Turn } from "./types.ts";

/** How far one question of an interview has come. */
export interface ItemProgress {
  /** Id of the question. */
  readonly questionId: string;
  /** Version of the question when it was asked. */
  readonly questionVersion: string;
  /** What became of it. */
  readonly status: "asked" | "answered" | "skipped" | "not-reached";
  /** Hints taken. */
  readonly hintsUsed: number;
  /** Hints taken before the first answer: they cost a share of all of it, later ones only of what a follow-up wins back. */
  readonly hintsBeforeAnswer: number;
  /** "asked" while the reply is awaited and when it did not win points back. */
  readonly followUp: "none" | "asked" | "won";
  /** The criterion that the follow-up aims at, while its reply is awaited. */
  readonly followUpCriterion: string | null;
  /** The grade of the first answer. */
  readonly firstGradeId: string | null;
  /** The grade that counts now. */
  readonly gradeId: string | null;
}

/** One interview as stored. */
export interface SessionRecord {
  /** Id of the session. */
  readonly id: string;
  /** Who started it: a browser, or "key:" with the id of an API key; `null` for nobody in particular. */
  readonly owner: string | null;
  /** Whose interview it is, in the words of the caller. */
  readonly learner: string | null;
  /** What was asked for. */
  readonly request: StartRequest;
  /** How it is held. */
  readonly mode: Mode;
  /** Whose move it is. */
  readonly state: SessionState;
  /** Decides between questions that fit equally well. */
  readonly seed: number;
  /** Number of questions. */
  readonly length: number;
  /** Questions asked so far; the last one is the current one. */
  readonly items: readonly ItemProgress[];
  /** Turns taken. */
  readonly turnCount: number;
  /** Events committed. */
  readonly eventCount: number;
  /** ISO time of the start. */
  readonly createdAt: string;
  /** ISO time after which answers are not graded; `null` without a clock. */
  readonly deadline: string | null;
  /** Milliseconds left while the clock stands; `null` while it runs, and without a clock. */
  readonly timeLeftMs: number | null;
  /** ISO time of the end; `null` while it goes on. */
  readonly finishedAt: string | null;
  /** Whether its answers must not leave this machine: no language model reads them. */
  readonly offlineOnly: boolean;
}

/** A turn as sent. */
export interface TurnRecord {
  /** Id of the turn. */
  readonly id: string;
  /** The session that it belongs to. */
  readonly sessionId: string;
  /** Place in the session, from 1. */
  readonly seq: number;
  /** What was sent. */
  readonly turn: Turn;
  /** The question asked at that moment. */
  readonly questionId: string | null;
  /** Key that makes a repeat the same turn. */
  readonly idempotencyKey: string | null;
  /** SHA-256 of what was sent, in hex. */
  readonly bodyHash: string;
  /** ISO time. */
  readonly createdAt: string;
}

/**
 * What a job is for: a first grade (also of a follow-up's reply), a trial of code, the blind second reading of an appeal; and, done
 * as soon as they are stored: a person's verdict, the grade by the model that was out, a grade by what has changed since.
 */
export type Purpose = "grade" | "precheck" | "second-reading" | "override" | "remake" | "regrade";

/** An answer to be graded. */
export interface JobRecord {
  /** Id of the job. */
  readonly id: string;
  /** The turn that it grades; `null` without a session. */
  readonly turnId: string | null;
  /** The session; `null` without one. */
  readonly sessionId: string | null;
  /** Who sent it, without a session; `null` for nobody in particular. */
  readonly owner: string | null;
  /** The question answered. */
  readonly questionId: string;
  /** What it is run for. A precheck leaves no grade behind. */
  readonly purpose: Purpose;
  /** The answer as sent. */
  readonly answer: Answer;
  /** For a follow-up's reply and a second reading: the criterion to grade. */
  readonly criterionId: string | null;
  /** The grade that a follow-up's reply builds on, or that is read again or replaced. */
  readonly supersedes: string | null;
  /** Whether no language model may read the answer. */
  readonly offlineOnly: boolean;
  /** The batch that it came with; `null` without one. */
  readonly batchId: string | null;
  /** Whether it has ended, and how. */
  readonly state: "queued" | "done" | "cancelled";
  /** How many processes have taken it up; more than one when the server ended before it was graded. */
  readonly starts: number;
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time. */
  readonly updatedAt: string;
}

/** A grade with the answer that it is for and what made it. */
export interface GradeRecord {
  /** The grade. */
  readonly grade: Grade;
  /** The job that made it. */
  readonly jobId: string;
  /** The turn that it grades; `null` without a session. */
  readonly turnId: string | null;
  /** The session; `null` without one. */
  readonly sessionId: string | null;
  /** The answer as graded: for a follow-up, both answers with a blank line between. */
  readonly answer: Answer;
  /** A model's reply as it came, for replay; for a person's grade, who gave it and why. */
  readonly raw: string | null;
  /** Why the grader stands in for a model that could not be asked; `null` when it does not. */
  readonly standIn: StandIn | null;
}

/** What the second, blind reading of one criterion came to. */
export interface SecondReading {
  /** Its verdict. */
  readonly verdict: Verdict;
  /** Why. */
  readonly reason: string;
  /** Who read. */
  readonly grader: GraderIdentity;
}

/** A second reading with the appeal that asked for it. */
export interface SecondReadingOf {
  /** Id of the appeal. */
  readonly appealId: string;
  /** What it came to; `null` where nobody could read. */
  readonly second: SecondReading | null;
}

/** A candidate's doubt about one criterion of a grade. */
export interface AppealRecord {
  /** Id of the appeal. */
  readonly id: string;
  /** The grade that is doubted. */
  readonly gradeId: string;
  /** The session; `null` without one. */
  readonly sessionId: string | null;
  /** The criterion, or misconception, that is doubted. */
  readonly criterionId: string;
  /** Why, in the candidate's words. */
  readonly reason: string;
  /** "second-reading" until somebody has read it blindly, "open" until a person has decided. */
  readonly state: "second-reading" | "open" | "closed";
  /** What the blind reading came to; `null` while, or where, there is none. */
  readonly second: SecondReading | null;
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time of the decision; `null` before it. */
  readonly closedAt: string | null;
}

/** Many answers sent at once. */
export interface BatchRecord {
  /** Id of the batch. */
  readonly id: string;
  /** Who sent it; `null` for nobody in particular. */
  readonly owner: string | null;
  /** How far it has come; "receiving" until its last line is here. */
  readonly state: "receiving" | "grading" | "done" | "cancelled";
  /** Whether no language model may read its answers. */
  readonly offlineOnly: boolean;
  /** Key that makes a repeat the same batch. */
  readonly idempotencyKey: string | null;
  /** SHA-256 of what was sent, in hex; `null` while it is being received. */
  readonly bodyHash: string | null;
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time of the end; `null` before it. */
  readonly finishedAt: string | null;
}

/** A line of a batch. */
export interface BatchLineRecord {
  /** Its number in what was sent, from 1. */
  readonly line: number;
  /** What the caller calls it. */
  readonly reference: string | null;
  /** The question answered; `null` where it could not be read. */
  readonly questionId: string | null;
  /** The job that grades it; `null` where it has a fault. */
  readonly jobId: string | null;
  /** Why it cannot be graded; `null` where it can. */
  readonly fault: string | null;
}

/** A line of a batch with what became of it. */
export interface BatchResult extends BatchLineRecord {
  /** "fault" for a line that cannot be graded. */
  readonly state: "fault" | "queued" | "done" | "cancelled";
  /** The grade that counts now; `null` while there is none. */
  readonly grade: Grade | null;
}

/** An event as stored; a grade is stored by id. */
export type SessionEventData =
  | { readonly name: "message"; readonly data: TranscriptEntry }
  | { readonly name: "grade"; readonly gradeId: string }
  | { readonly name: "state"; readonly data: { readonly state: SessionState; readonly position: number } }
  | { readonly name: "done" };

/** An event with its place in the session, from 1. */
export interface StoredEvent {
  /** Place in the session, from 1. */
  readonly seq: number;
  /** What happened. */
  readonly event: SessionEventData;
}

/** What is written together or not at all. */
export interface Change {
  /** The session after the change; `null` for an answer that belongs to none. */
  readonly session: SessionRecord | null;
  /** The session before the change; absent when it is new. The commit fails if it is no longer what is stored. */
  readonly previous?: SessionRecord;
  /** What is added to the session's events. */
  readonly events?: readonly SessionEventData[];
  /** The turn that causes the change. */
  readonly turn?: TurnRecord;
  /** An answer to be graded. */
  readonly job?: JobRecord;
  /** A grade that was made. */
  readonly grade?: GradeRecord;
  /** Marks a job as ended. The commit fails if it has ended already or was cancelled. */
  readonly endedJobId?: string;
  /** Ends a job without a grade. The commit fails if it has ended already or was cancelled. */
  readonly cancelledJobId?: string;
  /**
   * The grade takes the place of the one that it supersedes; the commit fails with `Replaced` if another has done so. The grade of
   * a follow-up's reply stands beside the one that it builds on.
   */
  readonly takesPlace?: boolean;
  /** An appeal that is made. */
  readonly appeal?: AppealRecord;
  /** What the second reading of an appeal came to; a person decides then, unless one has decided already. */
  readonly secondReading?: SecondReadingOf;
  /** Closes every open appeal against these grades. */
  readonly closesAppealsOf?: readonly string[];
  /** Ids of appeals that a person has to decide again. */
  readonly reopensAppeals?: readonly string[];
}

/** An entry that has yet to get its id and time. */
export interface NewEntry {
  /** Who says it. */
  readonly role: "interviewer" | "candidate";
  /** What it is. */
  readonly kind: EntryKind;
  /** What is said. */
  readonly text: string;
  /** The question that it belongs to. */
  readonly questionId?: string;
  /** The grade that it tells. */
  readonly gradeId?: string;
}
