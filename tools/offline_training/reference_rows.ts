import type { SetRow } from "../eval/read_set.ts";
import { referenceFeatureNames as names, referenceFeatures } from "../eval/reference_features.ts";
import type { Example } from "./fit_logistic.ts";

// Each set counts as much as the others, however many answers it has.
const weightOfASet = 1500;

/** A row with its features. */
export interface Row extends Example {
  readonly set: string;
  readonly group: string;
}

/** Rows with their features; those that are `left` out are 0. */
export function rowsOf(rows: readonly SetRow[], left: ReadonlySet<string> = new Set()): Row[] {
  const sets = new Map(
    [...Map.groupBy(rows, ({ set }) => set)].map(([set, own]) => [
      set,
      { featuresOf: referenceFeatures(own), weight: weightOfASet / own.length },
    ]),
  );
  return rows.flatMap((row) => {
    const set = sets.get(row.set);
    return set === undefined ? [] : [{
      ...{ set: row.set, group: groupOf(row), target: row.score, weight: set.weight },
      features: set.featuresOf(row).map((value, j) => left.has(names[j] ?? "") ? 0 : value),
    }];
  });
}

/** The question, which has one name in one set. */
export function groupOf({ set, questionId }: SetRow): string {
  return `${set}/${questionId}`;
}
