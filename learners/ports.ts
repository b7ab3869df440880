import type { AppealRecord, GradeRecord, SessionRecord, StoredEvent, TurnRecord } from "../interview/mod.ts";

/** Everything that is held about one interview. */
export interface SessionRecords {
  /** The interview. */
  readonly session: SessionRecord;
  /** What was sent, in order. */
  readonly turns: readonly TurnRecord[];
  /** What happened, in order. */
  readonly events: readonly StoredEvent[];
  /** All grades, oldest first, superseded ones too. */
  readonly grades: readonly GradeRecord[];
  /** Appeals against them, oldest first. */
  readonly appeals: readonly AppealRecord[];
}

/** Where learners' interviews are kept. */
export interface LearnerStore {
  /** Interviews of a learner, oldest first: those that name the learner, and those of a browser that name nobody. */
  sessionsOf(learner: string): Promise<readonly SessionRecord[]>;
  /** All grades of an interview, oldest first. */
  grades(sessionId: string): Promise<readonly GradeRecord[]>;
  /** `null` for an unknown id. */
  records(sessionId: string): Promise<SessionRecords | null>;
  /** Erases interviews and everything derived from them, and keeps the receipt, all or nothing. */
  erase(sessionIds: readonly string[], receipt: { readonly id: string; readonly receipt: unknown }): Promise<void>;
}
