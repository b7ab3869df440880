import type { Difficulty, EntryPoint, Question, QuestionKind, RunLimits, Topic } from "./format.ts";

/** A question as a candidate may see it: no key, no rubric, no hidden check, no model answer. */
export interface PublicQuestion {
  readonly id: string;
  readonly version: string;
  readonly kind: QuestionKind;
  readonly topic: Topic;
  readonly difficulty: Difficulty;
  readonly title: string;
  readonly prompt: string;
  readonly options?: readonly { readonly id: string; readonly text: string }[];
  readonly starter?: { readonly language: "typescript"; readonly source: string };
  readonly entryPoints?: readonly EntryPoint[];
  readonly limits?: RunLimits;
  readonly hintCount: number;
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
