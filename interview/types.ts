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
  /** How it is held. */
  readonly mode: Mode;
  /** Only questions of these topics. */
  readonly topics?: readonly Topic[];
  /** Only questions of these kinds. */
  readonly kinds?: readonly QuestionKind[];
  /** Only questions of this difficulty. */
  readonly difficulty?: Difficulty;
  /** Number of questions, 1 to 50. */
  readonly length?: number;
  /** Exactly these, in this order. */
  readonly questionIds?: readonly string[];
  /** The questions of a quiz. */
  readonly quizId?: string;
  /** Decides between questions that fit equally well; drawn when left out. */
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
  /** Unique; an answer's is the id of its turn. */
  readonly id: string;
  /** ISO time. */
  readonly at: string;
  /** Who said it. */
  readonly role: "interviewer" | "candidate";
  /** What it is. */
  readonly kind: EntryKind;
  /** Markdown with maths; a candidate's text is verbatim. */
  readonly text: string;
  /** The question that it belongs to. */
  readonly questionId?: string;
  /** The grade that it tells, or that the answer got. */
  readonly gradeId?: string;
}

/** An interview as the candidate sees it. */
export interface Session {
  /** Unguessable; whoever has it may see the session. */
  readonly id: string;
  /** How it is held. */
  readonly mode: Mode;
  /** Whose move it is. */
  readonly state: SessionState;
  /** Number of the question asked now, from 1; when finished, of the last one asked. */
  readonly position: number;
  /** Number of questions. */
  readonly length: number;
  /** What decided between questions that fit equally well. */
  readonly seed: number;
  /** ISO time of the start. */
  readonly createdAt: string;
  /** ISO time after which answers are kept but not graded. */
  readonly deadline?: string;
  /** Milliseconds left while the clock of a timed interview stands; the next turn starts it again. */
  readonly timeLeftMs?: number;
  /** The question asked now; `null` when finished. */
  readonly question: PublicQuestion | null;
  /** All that was said, in order. */
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
  /** Id of the question. */
  readonly questionId: string;
  /** Its kind. */
  readonly kind: QuestionKind;
  /** Its topic. */
  readonly topic: Topic;
  /** Its difficulty. */
  readonly difficulty: Difficulty;
  /** Its title. */
  readonly title: string;
  /** What became of it. */
  readonly status: "graded" | "needs-review" | "ungradable" | "answered" | "skipped" | "not-reached";
  /** After hints; `null` unless status is "graded" or "skipped" (0). */
  readonly score: number | null;
  /** Hints taken. */
  readonly hintsUsed: number;
  /** Whether there was a follow-up, and whether it won points back. */
  readonly followUp: "none" | "asked" | "won";
  /** The answer as graded (a follow-up's reply after a blank line). */
  readonly answer: Answer | null;
  /** The grade that counts; `null` while there is none to be seen. */
  readonly grade: Grade | null;
  /** Markdown; only after an attempt. */
  readonly modelAnswer: string | null;
  /** Primary sources. */
  readonly references: PublicQuestion["references"];
}

/** What an interview came to. */
export interface Report {
  /** Id of the session. */
  readonly sessionId: string;
  /** How it was held. */
  readonly mode: Mode;
  /** Whether it has ended. */
  readonly finished: boolean;
  /** ISO time of the start. */
  readonly startedAt: string;
  /** ISO time of the end. */
  readonly finishedAt: string | null;
  /** Mean over graded and skipped questions; `null` when there is none. */
  readonly score: number | null;
  /** One sentence. */
  readonly summary: string;
  /** Mean score of each topic that came up. */
  readonly topics: readonly { readonly topic: Topic; readonly score: number | null; readonly questions: number }[];
  /** The heaviest criteria that were met. */
  readonly strengths: readonly {
    readonly questionId: string;
    readonly criterionId: string;
    readonly description: string;
  }[];
  /** Criteria that were not met, or not surely, heaviest first. */
  readonly gaps: readonly {
    readonly questionId: string;
    readonly criterionId: string;
    readonly description: string;
    readonly verdict: Verdict;
  }[];
  /** References of the questions that went worst. */
  readonly reading: readonly { readonly title: string; readonly year: number; readonly url: string }[];
  /** One per question asked, in order. */
  readonly items: readonly ReportItem[];
}
