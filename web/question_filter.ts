import type { PublicQuestion, QuestionKind } from "../question-bank/mod.ts";

/** All kinds of question, in the order in which they are offered. */
export const kinds: readonly QuestionKind[] = ["multiple-choice", "free-text", "coding"];

/** What the list of questions is narrowed by; "" where it is not. */
export interface QuestionFilter {
  readonly topic: string;
  readonly kind: string;
  readonly difficulty: string;
  readonly q: string;
}

/** The filter in a query string. */
export function filterFrom(query: (name: string) => string | undefined): QuestionFilter {
  return {
    topic: query("topic") ?? "",
    kind: query("kind") ?? "",
    difficulty: query("difficulty") ?? "",
    q: (query("q") ?? "").slice(0, 100).trim(),
  };
}

/** The questions that pass; every word must occur in title, prompt or topic. */
export function filterQuestions(
  questions: readonly PublicQuestion[],
  filter: QuestionFilter,
): readonly PublicQuestion[] {
  const wanted = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return questions.filter((question) => {
    if (filter.topic && question.topic !== filter.topic) return false;
    if (filter.kind && question.kind !== filter.kind) return false;
    if (filter.difficulty && question.difficulty !== filter.difficulty) return false;
    const text = `${question.title} ${question.prompt} ${question.topic}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
