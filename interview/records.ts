/**
 * What the store keeps of an interview. Plain data; every change to it is made by a pure function of this folder and
 * committed as one {@link Change}.
 *
 * @module
 */
import type { Answer, Grade } from "../grader/mod.ts";
import type { EntryKind, Mode, SessionState, StartRequest, TranscriptEntry, Turn } from "./types.ts";

/** How far one question of an interview has come. */
export interface ItemProgress {
  readonly questionId: string;
  readonly questionVersion: string;
  readonly status: "asked" | "answered" | "skipped" | "not-reached";
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
  readonly id: string;
  readonly owner: string | null;
  readonly learner: string | null;
  readonly request: StartRequest;
  readonly mode: Mode;
  readonly state: SessionState;
  readonly seed: number;
  readonly length: number;
  /** Questions asked so far; the last one is the current one. */
  readonly items: readonly ItemProgress[];
  readonly turnCount: number;
  readonly eventCount: number;
  readonly createdAt: string;
  readonly deadline: string | null;
  readonly finishedAt: string | null;
}

/** A turn as sent. */
export interface TurnRecord {
  readonly id: string;
  readonly sessionId: string;
  /** Place in the session, from 1. */
  readonly seq: number;
  readonly turn: Turn;
  readonly questionId: string | null;
  readonly idempotencyKey: string | null;
  readonly bodyHash: string;
  readonly createdAt: string;
}

/** An answer to be graded. */
export interface JobRecord {
  readonly id: string;
  readonly turnId: string | null;
  readonly sessionId: string | null;
  readonly questionId: string;
  readonly answer: Answer;
  /** For a follow-up's reply: the criterion to re-grade. */
  readonly criterionId: string | null;
  /** For a follow-up's reply: the grade that it builds on. */
  readonly supersedes: string | null;
  readonly state: "queued" | "done";
  /** How many processes have taken it up; more than one when the server ended before it was graded. */
  readonly starts: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A grade with the answer that it is for and what made it. */
export interface GradeRecord {
  readonly grade: Grade;
  readonly jobId: string;
  readonly turnId: string | null;
  readonly sessionId: string | null;
  /** The answer as graded: for a follow-up, both answers with a blank line between. */
  readonly answer: Answer;
  readonly raw: string | null;
}

/** An event as stored; a grade is stored by id. */
export type SessionEventData =
  | { readonly name: "message"; readonly data: TranscriptEntry }
  | { readonly name: "grade"; readonly gradeId: string }
  | { readonly name: "state"; readonly data: { readonly state: SessionState; readonly position: number } }
  | { readonly name: "done" };

/** An event with its place in the session, from 1. */
export interface StoredEvent {
  readonly seq: number;
  readonly event: SessionEventData;
}

/** What is written together or not at all. */
export interface Change {
  /** The session after the change; `null` for an answer that belongs to none. */
  readonly session: SessionRecord | null;
  /** The session before the change; absent when it is new. The commit fails if it is no longer what is stored. */
  readonly previous?: SessionRecord;
  readonly events?: readonly SessionEventData[];
  readonly turn?: TurnRecord;
  readonly job?: JobRecord;
  readonly grade?: GradeRecord;
  /** Marks a job as ended. */
  readonly endedJobId?: string;
}

/** An entry that has yet to get its id and time. */
export interface NewEntry {
  readonly role: "interviewer" | "candidate";
  readonly kind: EntryKind;
  readonly text: string;
  readonly questionId?: string;
  readonly gradeId?: string;
}
