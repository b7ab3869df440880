import type { Criterion, FreeTextQuestion } from "../../question-bank/mod.ts";
import type { SetRow } from "./read_set.ts";

/** Questions made from a set's row, since a set has references and no rubric. */
export interface ReferenceQuestions {
  /** One criterion: the key point, or the reference answers as different ways of saying it. */
  readonly whole: FreeTextQuestion;
  /** One criterion per clause of a single reference answer; absent when there is nothing to divide. */
  readonly clauses?: FreeTextQuestion;
}

const wordsOfAClause = 3;

/** The ad-hoc rubric of a row. Rows with the same question, references and point get equal questions. */
export function referenceQuestions({ questionId, question, references, point }: SetRow): ReferenceQuestions {
  const build = (suffix: string, criteria: readonly Criterion[]): FreeTextQuestion => ({
    id: `${questionId}${suffix}`,
    version: "reference",
    topic: "fundamentals",
    difficulty: "medium",
    title: "",
    prompt: question,
    hints: [],
    references: [],
    provenance: [],
    corrects: [],
    kind: "free-text",
    rubric: { criteria, misconceptions: [] },
    modelAnswer: references.join("\n"),
    examples: [],
  });
  const [says = "", ...paraphrases] = point === undefined ? references : [point];
  const whole = build("", [criterion("whole", says, paraphrases)]);
  const parts = point === undefined && references.length === 1 ? clausesOf(says) : [];
  if (parts.length < 2) return { whole };
  return { whole, clauses: build("/clauses", parts.map((part, i) => criterion(`clause-${i + 1}`, part, []))) };
}

function criterion(id: string, says: string, paraphrases: readonly string[]): Criterion {
  return { id, says, paraphrases, weight: Math.max(1, says.split(/\s+/).length), explain: "", probe: "" };
}

/** Sentences and list items of a reference answer. */
function clausesOf(reference: string): string[] {
  return reference
    .split(/(?<=[.!?;])\s+|\n+|\s+-\s+|\s*\*\s+|\s+\d[.)]\s+/)
    .map((part) => part.trim())
    .filter((part) => part.split(/\s+/).length >= wordsOfAClause);
}
