import type { Evidence, Grade } from "../grader/mod.ts";

/** A piece of a candidate's text, marked when a criterion or a misconception rests on it. */
export interface Piece {
  readonly text: string;
  readonly mark: "evidence" | "misconception" | null;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly mark: "evidence" | "misconception";
}

/**
 * Cuts a text into marked and unmarked pieces; joined, they are the text. A quote that is not where the grade says (a
 * follow-up is graded with the first answer before it) is looked for in the text, and left out when it is not there.
 */
export function markEvidence(text: string, grades: readonly Grade[]): readonly Piece[] {
  const spans = grades.flatMap((grade) => [
    ...grade.criteria.filter(({ verdict }) => verdict === "met").flatMap(({ evidence }) => evidence)
      .flatMap((evidence) => place(text, evidence, "evidence")),
    ...grade.misconceptions.flatMap(({ evidence }) => evidence)
      .flatMap((evidence) => place(text, evidence, "misconception")),
  ]).sort((a, b) => a.start - b.start || b.end - a.end);

  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, mark } of spans) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    if (from > at) pieces.push({ text: text.slice(at, from), mark: null });
    pieces.push({ text: text.slice(from, end), mark });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), mark: null });
  return pieces;
}

function place(text: string, { quote, start, end }: Evidence, mark: Span["mark"]): Span[] {
  if (quote.trim() === "") return [];
  if (text.slice(start, end) === quote) return [{ start, end, mark }];
  const found = text.indexOf(quote);
  return found < 0 ? [] : [{ start: found, end: found + quote.length, mark }];
}
