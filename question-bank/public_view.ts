import type { Difficulty, EntryPoint, Question, QuestionKind, RunLimits, Topic } from "./format.ts";

/** A question as a candidate may see it: no key, no rubric, no hidden check, no model answer. */
export interface PublicQuestion {
  /** Canonical id. */
  readonly id: string;
  /** Hash of the content. */
  readonly version: string;
  /** How it is answered. */
  readonly kind: QuestionKind;
  /** The group it is filed under. */
  readonly topic: Topic;
  /** How hard it is. */
  readonly difficulty: Difficulty;
  /** A few words, shown in lists. */
  readonly title: string;
  /** Markdown with `$maths$`. */
  readonly prompt: string;
  /** Multiple choice: what can be chosen, without the key. */
  readonly options?: readonly { readonly id: string; readonly text: string }[];
  /** Coding: what the editor holds at the start. */
  readonly starter?: { readonly language: "typescript"; readonly source: string };
  /** Coding: what the answer must export. */
  readonly entryPoints?: readonly EntryPoint[];
  /** Coding: limits of one run. */
  readonly limits?: RunLimits;
  /** How many hints can be asked for. */
  readonly hintCount: number;
  /** Primary sources, each with an address. */
  readonly references: readonly { readonly title: string; readonly year: number; readonly url: string }[];
}

/** The public view of a question. */
export function publicView(question: Question): PublicQuestion {
  const { id, version, kind, topic, difficulty, title, prompt } = question;
  return {
    id,
    version,
    kind,
    topic,
    difficulty,
    title,
    prompt,
    ...(question.kind === "multiple-choice" && { options: question.options.map(({ id, text }) => ({ id, text })) }),
    ...(question.kind === "coding" && {
      starter: { language: "typescript" as const, source: question.starter },
      entryPoints: question.entryPoints,
      limits: question.limits,
    }),
    hintCount: question.hints.length,
    references: question.references.map(({ title, year, arxiv, url }) => ({
      title,
      year,
      url: url ?? `https://arxiv.org/abs/${arxiv}`,
    })),
  };
}

/** Whether several options may be chosen. */
export const choosesMany = ({ prompt }: Pick<PublicQuestion, "prompt">): boolean =>
  /select all|all that apply/i.test(prompt);
