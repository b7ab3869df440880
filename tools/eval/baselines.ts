import type { Scored } from "./metrics.ts";

/** An answer with what a baseline looks at. */
export interface BaselineRow {
  readonly group: string;
  readonly human: number;
  readonly answer: string;
  /** What should be said. */
  readonly statements: readonly string[];
}

/**
 * Three graders that know nothing: the mean score, the length of the answer, and the share of a statement's words that the answer holds.
 * Each is fitted by least squares to the other questions' marks of the same set, an advantage that the grader under test does not have.
 */
export function baselines(rows: readonly BaselineRow[]): Record<"majority" | "length" | "token recall", Scored[]> {
  return {
    majority: fitted(rows, () => 0),
    length: fitted(rows, ({ answer }) => Math.log1p(tokens(answer).length)),
    "token recall": fitted(
      rows,
      ({ answer, statements }) => Math.max(0, ...statements.map((it) => recall(it, answer))),
    ),
  };
}

function fitted(rows: readonly BaselineRow[], measure: (row: BaselineRow) => number): Scored[] {
  const all = rows.map((row) => ({ group: row.group, human: row.human, x: measure(row) }));
  const sums = (list: readonly { human: number; x: number }[]) =>
    list.reduce(
      (s, { human, x }) => ({ n: s.n + 1, x: s.x + x, y: s.y + human, xx: s.xx + x * x, xy: s.xy + x * human }),
      { n: 0, x: 0, y: 0, xx: 0, xy: 0 },
    );
  const total = sums(all);
  return [...Map.groupBy(all, ({ group }) => group).values()].flatMap((own) => {
    const part = sums(own);
    const rest = total.n > part.n
      ? {
        n: total.n - part.n,
        x: total.x - part.x,
        y: total.y - part.y,
        xx: total.xx - part.xx,
        xy: total.xy - part.xy,
      }
      : total;
    const spread = rest.n * rest.xx - rest.x ** 2;
    const slope = spread < 1e-9 ? 0 : (rest.n * rest.xy - rest.x * rest.y) / spread;
    const start = (rest.y - slope * rest.x) / rest.n;
    return own.map(({ group, human, x }) => ({ group, human, predicted: Math.min(1, Math.max(0, start + slope * x)) }));
  });
}

function tokens(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function recall(statement: string, answer: string): number {
  const wanted = new Set(tokens(statement));
  const said = new Set(tokens(answer));
  return wanted.size === 0 ? 0 : [...wanted].filter((token) => said.has(token)).length / wanted.size;
}
