/**
 * What a question is, in memory. The YAML files under `questions/` and `coding/` are parsed into these shapes once, by the
 * loader; everything else in viva works on them.
 *
 * @module
 */

/** The groups that questions are filed and reported under. */
export const topics = [
  "fundamentals",
  "losses",
  "training",
  "evaluation",
  "architectures",
  "conditional",
  "applications",
  "autoencoders",
  "scenarios",
] as const;
/** One of {@link topics}. */
export type Topic = (typeof topics)[number];

/** How hard a question is for someone who has read the papers once. */
export const difficulties = ["easy", "medium", "hard"] as const;
/** One of {@link difficulties}. */
export type Difficulty = (typeof difficulties)[number];

/** A primary source. At least one of `arxiv` and `url` is set. */
export interface Reference {
  /** Title of the paper, book or page. */
  readonly title: string;
  /** Authors as they are cited, for example "Goodfellow et al.". */
  readonly authors: string;
  /** Year of the first public version. */
  readonly year: number;
  /** arXiv identifier, for example "1406.2661". */
  readonly arxiv?: string;
  /** Address, when there is no arXiv identifier. */
  readonly url?: string;
}

/** What all kinds of question share. */
export interface QuestionBase {
  /** Canonical id; never changes. */
  readonly id: string;
  /** Hash of the content, computed by the loader. */
  readonly version: string;
  /** The group it is filed under. */
  readonly topic: Topic;
  /** How hard it is. */
  readonly difficulty: Difficulty;
  /** A few words, shown in lists. */
  readonly title: string;
  /** Markdown with `$maths$`, shown to the candidate. */
  readonly prompt: string;
  /** Said when the candidate asks what is meant: the same question in other words, nothing of the answer. */
  readonly clarification?: string;
  /** From gentle to strong. */
  readonly hints: readonly string[];
  /** Primary sources. */
  readonly references: readonly Reference[];
  /** Seed documents and numbers that this question covers, for example "S1/4". */
  readonly provenance: readonly string[];
  /** Errata of the seeds that this question sets right, for example "E031". */
  readonly corrects: readonly string[];
}

/** One choice of a multiple-choice question. */
export interface Option {
  /** Lower-case letter. */
  readonly id: string;
  /** Markdown shown to the candidate. */
  readonly text: string;
  /** Whether it belongs to the key. */
  readonly correct: boolean;
  /** Why it is right or wrong; told after answering. */
  readonly why: string;
}

/** A question graded by its key: the answer is right when exactly the correct options are chosen. */
export interface MultipleChoiceQuestion extends QuestionBase {
  /** Tells the kinds apart. */
  readonly kind: "multiple-choice";
  /** Two or more, at least one of them correct. */
  readonly options: readonly Option[];
  /** Whether the order of options may be changed per session. */
  readonly shuffle: boolean;
}

/** One checkable statement of a rubric. */
export interface Criterion {
  /** Unique within the question. */
  readonly id: string;
  /** The statement an answer must make. */
  readonly says: string;
  /** Share in the score, relative to the others; greater than 0. */
  readonly weight: number;
  /** Other ways a candidate says it. */
  readonly paraphrases: readonly string[];
  /** For graders: what counts and what does not. */
  readonly explain: string;
  /** Asked as a follow-up when the criterion is missing. */
  readonly probe: string;
}

/** A known error that costs points when an answer states it. */
export interface Misconception {
  /** Unique within the question. */
  readonly id: string;
  /** The wrong statement. */
  readonly says: string;
  /** Other ways a candidate says it. */
  readonly paraphrases: readonly string[];
  /** Subtracted from the score, in [0, 1]. */
  readonly penalty: number;
  /** What is right; told to the candidate. */
  readonly correct: string;
}

/** A labelled answer: the bank tests itself and the graders with them. */
export interface Example {
  /** What kind of answer it is. */
  readonly level: "full" | "partial" | "wrong" | "off-topic" | "stuffed";
  /** The answer. */
  readonly text: string;
  /** Ids of the criteria it meets. */
  readonly met: readonly string[];
  /** Ids of the misconceptions it states. */
  readonly states: readonly string[];
}

/** Criteria and misconceptions of a free-text question. */
export interface Rubric {
  /** At least one. */
  readonly criteria: readonly Criterion[];
  /** May be empty. */
  readonly misconceptions: readonly Misconception[];
}

/** A question graded criterion by criterion. */
export interface FreeTextQuestion extends QuestionBase {
  /** Tells the kinds apart. */
  readonly kind: "free-text";
  /** What the answer is graded by. */
  readonly rubric: Rubric;
  /** Shown after an attempt. Markdown with maths. */
  readonly modelAnswer: string;
  /** Labelled answers. */
  readonly examples: readonly Example[];
}

/** A function or class that a coding answer must export. */
export interface EntryPoint {
  /** Exported name. */
  readonly name: string;
  /** TypeScript signature. */
  readonly signature: string;
  /** What it must do: shapes in brackets, units. */
  readonly doc: string;
}

/** Limits of one run of a coding answer. */
export interface RunLimits {
  /** Wall clock for the whole submission, in milliseconds. */
  readonly wallMs: number;
  /** Memory beyond what the runtime itself needs, in MiB. */
  readonly memoryMiB: number;
}

/** What is known of a check without running it. */
export interface CheckInfo {
  /** Unique within the question. */
  readonly id: string;
  /** What it checks, in a few words. */
  readonly title: string;
  /** Share in the score. */
  readonly weight: number;
  /** Whether the candidate sees its input and values; otherwise only its category. */
  readonly visible: boolean;
  /** The misunderstanding that a failure of this check points to, told to the candidate. */
  readonly rejects: string;
}

/** A question graded by running the answer. */
export interface CodingQuestion extends QuestionBase {
  /** Tells the kinds apart. */
  readonly kind: "coding";
  /** What the answer must export. */
  readonly entryPoints: readonly EntryPoint[];
  /** Limits of one run. */
  readonly limits: RunLimits;
  /** The tfjs backend that it runs on. */
  readonly backend: "wasm" | "cpu" | "webgpu";
  /** In the order in which they run; `check` is the executable half. */
  readonly checks: readonly (CheckInfo & { readonly check: CodingCheck })[];
  /** What the editor holds at the start; TypeScript. */
  readonly starter: string;
  /** A right answer; TypeScript. Shown after an attempt. */
  readonly reference: string;
  /** Submissions that must fail, with the id of the check that must reject each. */
  readonly wrong: readonly { readonly name: string; readonly source: string; readonly rejectedBy: string }[];
  /** Ids of the coding questions that it is made of, if it is: exports, checks and right answer are theirs. */
  readonly parts?: readonly string[];
}

/** Any question. */
export type Question = MultipleChoiceQuestion | FreeTextQuestion | CodingQuestion;
/** Discriminator of {@link Question}. */
export type QuestionKind = Question["kind"];

/** What can cross the jail's wall. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Seeded source of numbers for a check's inputs; the host owns it. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
}

/** What a probe finds in the jail. */
export interface ProbeContext<Inputs extends Json = Json> {
  /** The `tf` namespace, captured and frozen before the candidate's code was loaded. */
  // deno-lint-ignore no-explicit-any
  readonly tf: any;
  /** The candidate's exports. */
  // deno-lint-ignore no-explicit-any
  readonly candidate: any;
  /** What {@link CodingCheck.draw} returned. */
  readonly inputs: Inputs;
  /**
   * Tells how a training goes to whoever waits for its end, as it goes: up to eight losses by name. At most ten times a second;
   * what is told in between is left out, so that a probe may call it at every step. It is no part of the result.
   */
  report(step: number, losses: Readonly<Record<string, number>>): void;
}

/** A curve or point cloud shown with a grade. */
export interface Plot {
  /** Unique within a grade. */
  readonly id: string;
  /** Shown above it. */
  readonly title: string;
  /** How the series are drawn. */
  readonly kind: "line" | "scatter" | "image";
  /** What x is, with its unit. */
  readonly xLabel: string;
  /** What y is, with its unit. */
  readonly yLabel: string;
  /**
   * Each with as many x as y; of an image, `y` holds the pixels row by row, the least one black and the greatest one white, and
   * `x[0]` its width.
   */
  readonly series: readonly { readonly name: string; readonly x: readonly number[]; readonly y: readonly number[] }[];
}

/** What a judge says of a probe's numbers. */
export interface Judgement {
  /** Whether the check holds. */
  readonly passed: boolean;
  /** One sentence: what was expected and what came, in numbers. */
  readonly message: string;
  /** The input, in short, for visible checks. */
  readonly input?: string;
  /** Shown with the grade. */
  readonly plots?: readonly Plot[];
}

/**
 * The executable half of a check.
 *
 * `draw` and `judge` run on the host. `probe` runs in the jail beside the candidate's functions: it is sent there as its own
 * source text, so it must be self-contained (no imports, no outer names; only its argument and standard globals), and returns
 * plain JSON with numbers (a non-finite number arrives as `null`).
 */
export interface CodingCheck {
  /** Draws the inputs after the candidate's code has been loaded. */
  draw(random: Random): Json;
  /** Calls the candidate's functions. */
  probe(context: ProbeContext): Json | Promise<Json>;
  /** Compares with a reference that does not use tfjs where that is possible. */
  judge(output: Json, inputs: Json): Judgement;
}

/** All questions, validated. */
export interface Bank {
  /** In stable order: by topic, then id. */
  readonly questions: readonly Question[];
  /** `undefined` for an unknown id. */
  get(id: string): Question | undefined;
}
