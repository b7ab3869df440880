/**
 * What the grader needs from outside. Adapters (`grader/adapters`, `grader/sandbox`) satisfy these; `main.ts` joins them.
 *
 * @module
 */
import type { FreeTextQuestion, Json, Random, RunLimits } from "../question-bank/mod.ts";
import type { Evidence, GradeProgress, GraderIdentity, RunStatus, StandIn, Usage, Verdict } from "./types.ts";

/** Verdicts on a free-text answer, before any score is computed. */
export interface RubricJudgement {
  /** One entry per criterion that was asked for. */
  readonly criteria: readonly {
    readonly id: string;
    readonly verdict: Verdict;
    readonly evidence: readonly Evidence[];
    readonly reason: string;
    /** In [0, 1]. */
    readonly confidence: number;
  }[];
  /** The misconceptions that the answer states, each with the words that state it. */
  readonly misconceptions: readonly {
    readonly id: string;
    readonly evidence: readonly Evidence[];
  }[];
  /** Who judged. */
  readonly grader: GraderIdentity;
  /** Set when the grader stands in for a model that could not be asked. */
  readonly standIn?: StandIn;
  /** What it cost. */
  readonly usage?: Usage;
  /** A model's replies as they came, with what was odd about them, for replay. */
  readonly raw?: string;
}

/** Who pays for a model's calls: caps are held per session, per key and per day. */
export interface Payer {
  /** The interview. */
  readonly sessionId?: string;
  /** The API key. */
  readonly keyId?: string;
}

/** Decides, criterion by criterion, what a free-text answer says. */
export interface RubricGrader {
  /**
   * `criteria` limits the judgement to those ids (a follow-up re-grades one).
   *
   * @throws {ModelOutage} when the grader itself cannot work; never for a bad answer.
   * @throws {AnswerRefused} when it works and would not read this answer.
   */
  judge(
    question: FreeTextQuestion,
    text: string,
    options?: {
      readonly criteria?: readonly string[];
      readonly payer?: Payer;
      readonly signal?: AbortSignal;
    },
  ): Promise<RubricJudgement>;
}

/** The model cannot be used now. Nothing is known about the answer, and another grader has to judge it. */
export class ModelOutage extends Error {
  /** Tells it from other errors. */
  override name = "ModelOutage";
}

/** The model's server would not take this answer (its filter, its length); others are read as before. */
export class AnswerRefused extends Error {
  /** Tells it from other errors. */
  override name = "AnswerRefused";
}

/** What model calls have used, by account. */
export interface Spending {
  /** All that the account has used. */
  spent(account: string): Promise<Usage>;
  /** Counts a call against each of the accounts. */
  add(accounts: readonly string[], usage: Usage): Promise<void>;
}

/** What a model has said of an answer, kept so that the same thing is asked once. */
export interface ReadingCache {
  /** `null` for an unknown key. */
  get(key: string): Promise<string | null>;
  /** `answer` is the canonical answer: whoever erases it erases the reading, which quotes it. */
  put(entry: { readonly key: string; readonly answer: string; readonly reading: string }): Promise<void>;
}

/** One probe to run beside the candidate's functions. */
export interface SandboxProbe {
  /** Unique within the job. */
  readonly id: string;
  /** Source text of a function of one argument, a `ProbeContext`. */
  readonly source: string;
  /** Handed to the function as `inputs`. */
  readonly inputs: Json;
  /** What is printed from here on is not shown, so that nothing of the inputs gets out with it. */
  readonly silent?: boolean;
}

/** One run of submitted code. */
export interface SandboxJob {
  /** Language of the source. */
  readonly language: "typescript" | "javascript";
  /** What the candidate submitted. */
  readonly source: string;
  /** Names that must be exported. */
  readonly entryPoints: readonly string[];
  /** Wall clock and memory of the whole run. */
  readonly limits: RunLimits;
  /** The tfjs backend to run on. */
  readonly backend: "wasm" | "cpu" | "webgpu";
  /** Called on the host after the candidate's code has been loaded, so that nothing can be known in advance. */
  probes(): readonly SandboxProbe[];
}

/** What came back from one probe. */
export type ProbeResult =
  | { readonly id: string; readonly status: "returned"; readonly output: Json }
  | {
    readonly id: string;
    readonly status: "threw";
    readonly error: string;
    readonly line?: number;
    readonly column?: number;
  };

/** How the training that a probe watches goes: losses by name after a step. */
export interface ProbeLosses {
  /** The probe. */
  readonly id: string;
  /** Number of the step. */
  readonly step: number;
  /** Up to eight, finite. */
  readonly losses: Readonly<Record<string, number>>;
}

/** What a run did. A verdict on the code is data; a fault of the sandbox is thrown as {@link SandboxFault}. */
export interface SandboxRun {
  /** How it ended. */
  readonly status: RunStatus;
  /** The tfjs backend that it ran on. */
  readonly backend: "wasm" | "cpu" | "webgpu";
  /** Wall clock, in milliseconds. */
  readonly durationMs: number;
  /** Highest resident memory, in MiB. */
  readonly peakMemoryMiB: number;
  /** What the code wrote, cut at the output limit. */
  readonly stdout: string;
  /** What the code wrote to the error stream, cut likewise. */
  readonly stderr: string;
  /** Results of the probes that ended, in order. */
  readonly results: readonly ProbeResult[];
  /** For compile and load errors, at its place in the candidate's source (1-based). */
  readonly error?: {
    readonly message: string;
    readonly line?: number;
    readonly column?: number;
  };
}

/** Runs submitted code where it can do no harm. */
export interface Sandbox {
  /** What protects the host now; shown in `/readyz` and on the page. */
  readonly tier: "jail" | "landlock" | "limits-only" | "none";
  /** Why it is this tier, in one sentence. */
  readonly reason: string;
  /**
   * Runs one job; what the code does wrong is in the result.
   *
   * @throws {SandboxFault} when the sandbox itself cannot work.
   */
  run(
    job: SandboxJob,
    options?: {
      readonly signal?: AbortSignal;
      readonly onResult?: (result: ProbeResult) => void;
      readonly onLosses?: (told: ProbeLosses) => void;
    },
  ): Promise<SandboxRun>;
}

/** The sandbox itself failed; nothing is known about the code. Retried once, then the grade is `ungradable`. */
export class SandboxFault extends Error {
  /** Tells it from other errors. */
  override name = "SandboxFault";
}

/** What `grade` needs, built once by the composition root. */
export interface GradePorts {
  /** Judges free text. */
  readonly rubric: RubricGrader;
  /** Judges free text on this machine, for those whose answers must not leave it. Default: `rubric`. */
  readonly offline?: RubricGrader;
  /** The language model alone, without another grader standing in for it; absent where there is none. */
  readonly model?: RubricGrader;
  /** Judges free text on this machine and abstains sooner: the second reader where there is no model. Default: `offline`. */
  readonly strict?: RubricGrader;
  /** Runs code. */
  readonly sandbox: Sandbox;
  /** A fresh source of numbers for the inputs of one submission's checks. */
  readonly random: () => Random;
}

/** Which of the ports judges free text: `rubric` ("first") or the one of that name. */
export type RubricChoice = "first" | "offline" | "model" | "strict";

/** Options of `grade`. */
export interface GradeOptions {
  /** Free text: only these criteria are judged and scored (a follow-up re-grades one). */
  readonly criteria?: readonly string[];
  /** Coding: only the visible checks are run, and there is no score and no outcome. */
  readonly precheck?: boolean;
  /** Free text: which of the graders judges. Default "first". */
  readonly by?: RubricChoice;
  /** Who pays for a model's calls. */
  readonly payer?: Payer;
  /** Ends the work; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told what happens while it happens. */
  readonly onProgress?: (progress: GradeProgress) => void;
}
