/**
 * What the grader needs from outside. Adapters (`grader/adapters`, `grader/sandbox`) satisfy these; `main.ts` joins them.
 *
 * @module
 */
import type { FreeTextQuestion, Json, Random, RunLimits } from "../question-bank/mod.ts";
import type { Evidence, GradeProgress, GraderIdentity, RunStatus, Usage, Verdict } from "./types.ts";

/** Verdicts on a free-text answer, before any score is computed. */
export interface RubricJudgement {
  readonly criteria: readonly {
    readonly id: string;
    readonly verdict: Verdict;
    readonly evidence: readonly Evidence[];
    readonly reason: string;
    /** In [0, 1]. */
    readonly confidence: number;
  }[];
  readonly misconceptions: readonly {
    readonly id: string;
    readonly evidence: readonly Evidence[];
  }[];
  readonly grader: GraderIdentity;
  readonly usage?: Usage;
  readonly raw?: string;
}

/** Decides, criterion by criterion, what a free-text answer says. */
export interface RubricGrader {
  /**
   * `criteria` limits the judgement to those ids (a follow-up re-grades one).
   *
   * @throws when the grader itself cannot work (a model outage); never for a bad answer.
   */
  judge(
    question: FreeTextQuestion,
    text: string,
    options?: {
      readonly criteria?: readonly string[];
      readonly signal?: AbortSignal;
    },
  ): Promise<RubricJudgement>;
}

/** One probe to run beside the candidate's functions. */
export interface SandboxProbe {
  readonly id: string;
  /** Source text of a function of one argument, a `ProbeContext`. */
  readonly source: string;
  readonly inputs: Json;
}

/** One run of submitted code. */
export interface SandboxJob {
  readonly language: "typescript" | "javascript";
  readonly source: string;
  /** Names that must be exported. */
  readonly entryPoints: readonly string[];
  readonly limits: RunLimits;
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

/** What a run did. A verdict on the code is data; a fault of the sandbox is thrown as {@link SandboxFault}. */
export interface SandboxRun {
  readonly status: RunStatus;
  readonly backend: "wasm" | "cpu" | "webgpu";
  readonly durationMs: number;
  readonly peakMemoryMiB: number;
  readonly stdout: string;
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
  /** @throws {SandboxFault} when the sandbox itself cannot work. */
  run(
    job: SandboxJob,
    options?: {
      readonly signal?: AbortSignal;
      readonly onResult?: (result: ProbeResult) => void;
    },
  ): Promise<SandboxRun>;
}

/** The sandbox itself failed; nothing is known about the code. Retried once, then the grade is `ungradable`. */
export class SandboxFault extends Error {
  override name = "SandboxFault";
}

/** What `grade` needs, built once by the composition root. */
export interface GradePorts {
  /** Judges free text. */
  readonly rubric: RubricGrader;
  /** Runs code. */
  readonly sandbox: Sandbox;
  /** A fresh source of numbers for the inputs of one submission's checks. */
  readonly random: () => Random;
}

/** Options of `grade`. */
export interface GradeOptions {
  /** Free text: only these criteria are judged and scored (a follow-up re-grades one). */
  readonly criteria?: readonly string[];
  /** Ends the work; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told what happens while it happens. */
  readonly onProgress?: (progress: GradeProgress) => void;
}
