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
  /** The words themselves. */
  readonly quote: string;
  /** Where they begin. */
  readonly start: number;
  /** Where they end, exclusive. */
  readonly end: number;
}

/** Whether an answer meets a criterion. `unsure` is an abstention, not half a point. */
export type Verdict = "met" | "not-met" | "unsure";

/** The verdict on one criterion (free text), option key (multiple choice) or check (coding). */
export interface CriterionResult {
  /** Id of the criterion, option or check. */
  readonly id: string;
  /** What it asks for. */
  readonly description: string;
  /** Share in the score, relative to the others. */
  readonly weight: number;
  /** Whether the answer meets it. */
  readonly verdict: Verdict;
  /** The words of the answer that meet it; empty for choices and code. */
  readonly evidence: readonly Evidence[];
  /** Why, in one sentence, for the record. */
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
  /** Id of the misconception, or of the wrong option. */
  readonly id: string;
  /** The correction, as told to the candidate. */
  readonly description: string;
  /** The words of the answer that state it. */
  readonly evidence: readonly Evidence[];
}

/** Who graded, with what. */
export interface GraderIdentity {
  /** The kind of grader. */
  readonly name: "key" | "offline" | "llm" | "sandbox" | "human";
  /** Changes whenever the same answer could be graded differently. */
  readonly version: string;
  /** The language model, as its API calls it. */
  readonly model?: string;
  /** SHA-256 of everything the model is told except the answer, in hex. */
  readonly promptHash?: string;
}

/** What a model call used. */
export interface Usage {
  /** Tokens sent. */
  readonly inputTokens: number;
  /** Tokens received, those of reasoning included. */
  readonly outputTokens: number;
  /** Tokens of reasoning among the output. */
  readonly reasoningTokens: number;
  /** Cost in USD; 0 when prices are not known. */
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
  /** The tfjs backend that it ran on. */
  readonly backend: "webgpu" | "wasm" | "cpu";
  /** How it ended. */
  readonly status: RunStatus;
  /** Wall clock, in milliseconds. */
  readonly durationMs: number;
  /** Highest resident memory, in MiB. */
  readonly peakMemoryMiB: number;
  /** What the code wrote. */
  readonly stdout: string;
  /** What the code wrote to the error stream. */
  readonly stderr: string;
  /** Curves and point clouds that the checks drew. */
  readonly plots: readonly Plot[];
}

/** A grader's result before it has an id and a time. */
export interface GradeDraft {
  /** The question. */
  readonly questionId: string;
  /** Its version when it was graded. */
  readonly questionVersion: string;
  /** Its kind. */
  readonly kind: QuestionKind;
  /** Whether there is a score: a person has to look (`needs-review`), or a fault of ours left none (`ungradable`). */
  readonly status: "graded" | "needs-review" | "ungradable";
  /** In [0, 1]; `null` unless status is "graded", and in a precheck. */
  readonly score: number | null;
  /** What the score is called; `null` with the score. */
  readonly outcome: "correct" | "partial" | "incorrect" | null;
  /** Results by criterion, in the order of the question. */
  readonly criteria: readonly CriterionResult[];
  /** Known errors that the answer states. */
  readonly misconceptions: readonly MisconceptionResult[];
  /** Markdown, told to the candidate. */
  readonly feedback: string;
  /** In [0, 1]. */
  readonly confidence: number;
  /** Who graded. */
  readonly grader: GraderIdentity;
  /** What it cost. */
  readonly usage?: Usage;
  /** What the submitted code did. */
  readonly run?: RunReport;
  /** A model's raw reply, kept for replay; never shown to the candidate. */
  readonly raw?: string;
  /** Set when the grader stands in for a model that could not be asked; kept with the grade. */
  readonly standIn?: StandIn;
}

/**
 * Why another grader judged than the one that should: the model was out (re-made when it is back), a cap was reached, or the
 * model's server refused this answer.
 */
export type StandIn = "outage" | "budget" | "refused";

/** A stored grade. Append-only: a later one names the one it supersedes. */
export interface Grade extends Omit<GradeDraft, "raw" | "standIn"> {
  /** Opaque. */
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly gradedAt: string;
  /** Time that grading took, in milliseconds. */
  readonly durationMs: number;
  /** Id of the grade that this one replaces. */
  readonly supersedes?: string;
}

/** Something that happened while grading, told to listeners. */
export type GradeProgress =
  | { readonly kind: "check"; readonly id: string; readonly title: string; readonly passed: boolean }
  /** Losses by name after a step of the training that the check `id` watches. */
  | {
    readonly kind: "losses";
    readonly id: string;
    readonly step: number;
    readonly losses: Readonly<Record<string, number>>;
  }
  | { readonly kind: "stage"; readonly text: string };
