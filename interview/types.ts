/**
 * What an interview is, seen from outside. These shapes are the ones of the HTTP contract.
 *
 * @module
 */
import type { Difficulty, QuestionKind, Topic } from "../question-bank/mod.ts";
import type { PublicQuestion } from "../question-bank/mod.ts";
import type { Answer, Grade, GradeProgress, Verdict } from "../grader/mod.ts";

/** How an interview is held. `practice` gives feedback at once; `mock` and `timed` keep it until the end. */
export type Mode = "practice" | "mock" | "timed";

/** What is asked for when an interview starts. */
export interface StartRequest {
  readonly mode: Mode;
  readonly topics?: readonly Topic[];
  readonly kinds?: readonly QuestionKind[];
  readonly difficulty?: Difficulty;
  /** Number of questions, 1 to 50. */
  readonly length?: number;
  /** Exactly these, in this order. */
  readonly questionIds?: readonly string[];
  readonly seed?: number;
  /** Whose interview it is, in the words of the caller. */
  readonly learner?: string;
}

/** One turn of the candidate. */
export type Turn =
  | { readonly type: "answer"; readonly answer: Answer }
  | { readonly type: "hint" }
  | { readonly type: "skip" }
  | { readonly type: "say"; readonly text: string }
  | { readonly type: "end" };

/** Whose move it is. */
export type SessionState = "awaiting-answer" | "grading" | "finished";

/** What an entry of the transcript is. */
export type EntryKind =
  | "greeting"
  | "question"
  | "answer"
  | "hint"
  | "feedback"
  | "follow-up"
  | "notice"
  | "closing";

/** One entry of the transcript. */
export interface TranscriptEntry {
  readonly id: string;
  readonly at: string;
  readonly role: "interviewer" | "candidate";
  readonly kind: EntryKind;
  /** Markdown with maths; a candidate's text is verbatim. */
  readonly text: string;
  readonly questionId?: string;
  readonly gradeId?: string;
}

/** An interview as the candidate sees it. */
export interface Session {
  readonly id: string;
  readonly mode: Mode;
  readonly state: SessionState;
  /** 1-based number of the question asked now; `length` when finished. */
  readonly position: number;
  readonly length: number;
  readonly seed: number;
  readonly createdAt: string;
  readonly deadline?: string;
  readonly question: PublicQuestion | null;
  readonly transcript: readonly TranscriptEntry[];
}

/** What happened in a session, in the order in which it happened. */
export type SessionEvent =
  & {
    /** Opaque; to be sent back as `Last-Event-ID`. */
    readonly id: string;
  }
  & (
    | { readonly name: "message"; readonly data: TranscriptEntry }
    | { readonly name: "delta"; readonly data: { readonly id: string; readonly text: string } }
    | { readonly name: "progress"; readonly data: GradeProgress & { readonly turnId: string } }
    | { readonly name: "grade"; readonly data: Grade }
    | { readonly name: "state"; readonly data: { readonly state: SessionState; readonly position: number } }
    | { readonly name: "error"; readonly data: { readonly detail: string } }
    | { readonly name: "done"; readonly data: Record<string, never> }
  );

/** One question in a report. */
export interface ReportItem {
  readonly questionId: string;
  readonly kind: QuestionKind;
  readonly topic: Topic;
  readonly difficulty: Difficulty;
  readonly title: string;
  readonly status: "graded" | "needs-review" | "ungradable" | "skipped" | "not-reached";
  /** After hints; `null` unless status is "graded" or "skipped" (0). */
  readonly score: number | null;
  readonly hintsUsed: number;
  readonly followUp: "none" | "asked" | "won";
  /** The answer as graded (a follow-up's reply after a blank line). */
  readonly answer: Answer | null;
  readonly grade: Grade | null;
  /** Markdown; only after an attempt. */
  readonly modelAnswer: string | null;
  readonly references: PublicQuestion["references"];
}

/** What an interview came to. */
export interface Report {
  readonly sessionId: string;
  readonly mode: Mode;
  readonly finished: boolean;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Mean over graded and skipped questions; `null` when there is none. */
  readonly score: number | null;
  /** One sentence. */
  readonly summary: string;
  readonly topics: readonly { readonly topic: Topic; readonly score: number | null; readonly questions: number }[];
  readonly strengths: readonly {
    readonly questionId: string;
    readonly criterionId: string;
    readonly description: string;
  }[];
  readonly gaps: readonly {
    readonly questionId: string;
    readonly criterionId: string;
    readonly description: string;
    readonly verdict: Verdict;
  }[];
  readonly reading: readonly { readonly title: string; readonly year: number; readonly url: string }[];
  readonly items: readonly ReportItem[];
}
