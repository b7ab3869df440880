/**
 * What a grader takes and gives. These shapes are the ones of the HTTP contract, so that a grade travels unchanged from the
 * grader through the store to the screen.
 *
 * @module
 */
import type { Plot, QuestionKind } from "../question-bank/mod.ts";

/** What a candidate sends. */
export type Answer =
  | { readonly kind: "multiple-choice"; readonly choices: readonly string[] }
  | { readonly kind: "free-text"; readonly text: string }
  | { readonly kind: "coding"; readonly language: "typescript" | "javascript"; readonly source: string };

/** A verbatim span of the answer: `answer.slice(start, end) === quote` (UTF-16 offsets). */
export interface Evidence {
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

/** Whether an answer meets a criterion. `unsure` is an abstention, not half a point. */
export type Verdict = "met" | "not-met" | "unsure";

/** The verdict on one criterion (free text), option key (multiple choice) or check (coding). */
export interface CriterionResult {
  readonly id: string;
  readonly description: string;
  readonly weight: number;
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
  readonly reason: string;
  /** Coding: whether the check is one whose input is shown. */
  readonly visible?: boolean;
  /** Coding: what was expected and what came. */
  readonly message?: string;
  /** Coding: the input of a visible check, in short. */
  readonly input?: string;
}

/** A known error that the answer states. */
export interface MisconceptionResult {
  readonly id: string;
  /** The correction, as told to the candidate. */
  readonly description: string;
  readonly evidence: readonly Evidence[];
}

/** Who graded, with what. */
export interface GraderIdentity {
  readonly name: "key" | "offline" | "llm" | "sandbox" | "human";
  readonly version: string;
  readonly model?: string;
  readonly promptHash?: string;
}

/** What a model call used. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly costUsd: number;
}

/** How a run of submitted code ended. */
export type RunStatus =
  | "ok"
  | "compile-error"
  | "runtime-error"
  | "time-limit"
  | "memory-limit"
  | "output-limit"
  | "killed";

/** What a run of submitted code did. */
export interface RunReport {
  readonly backend: "webgpu" | "wasm" | "cpu";
  readonly status: RunStatus;
  readonly durationMs: number;
  readonly peakMemoryMiB: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly plots: readonly Plot[];
}

/** A grader's result before it has an id and a time. */
export interface GradeDraft {
  readonly questionId: string;
  readonly questionVersion: string;
  readonly kind: QuestionKind;
  readonly status: "graded" | "needs-review" | "ungradable";
  /** In [0, 1]; `null` unless status is "graded". */
  readonly score: number | null;
  readonly outcome: "correct" | "partial" | "incorrect" | null;
  readonly criteria: readonly CriterionResult[];
  readonly misconceptions: readonly MisconceptionResult[];
  /** Markdown, told to the candidate. */
  readonly feedback: string;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly grader: GraderIdentity;
  readonly usage?: Usage;
  readonly run?: RunReport;
  /** A model's raw reply, kept for replay; never shown to the candidate. */
  readonly raw?: string;
}

/** A stored grade. Append-only: a later one names the one it supersedes. */
export interface Grade extends Omit<GradeDraft, "raw"> {
  readonly id: string;
  readonly gradedAt: string;
  readonly durationMs: number;
  readonly supersedes?: string;
}

/** Something that happened while grading, told to listeners. */
export type GradeProgress =
  | { readonly kind: "check"; readonly id: string; readonly title: string; readonly passed: boolean }
  | { readonly kind: "stage"; readonly text: string };
