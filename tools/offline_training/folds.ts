/** How many parts questions are divided into. */
export const folds = 8;

interface Grouped {
  /** The question. */
  readonly group: string;
}

/** What `judge` says of each part of the questions, having seen the others. */
export function crossValidated<R extends Grouped, T>(
  rows: readonly R[],
  judge: (train: R[], test: R[]) => readonly T[],
): T[] {
  const foldOf = foldsOf(rows);
  return Array.from({ length: folds }, (_, fold) => {
    const inFold = (row: R) => foldOf.get(row.group) === fold;
    return judge(rows.filter((row) => !inFold(row)), rows.filter(inFold));
  }).flat();
}

/** The part that a question belongs to. */
export function foldsOf(rows: readonly Grouped[]): ReadonlyMap<string, number> {
  return new Map([...new Set(rows.map(({ group }) => group))].map((group, i) => [group, i % folds]));
}
