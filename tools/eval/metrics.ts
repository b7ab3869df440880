import { mean } from "./mean.ts";

/** One answer with a person's score and a grader's. Scores are in [0, 1]. */
export interface Scored {
  /** Answers of one group are not independent: they belong to one question. */
  readonly group: string;
  readonly human: number;
  readonly predicted: number;
}

/** Pearson's correlation; `NaN` when one side does not vary. */
export function pearson(rows: readonly Scored[]): number {
  const [a, b] = [rows.map(({ human }) => human), rows.map(({ predicted }) => predicted)];
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - ma) * ((b[i] ?? 0) - mb)));
  const deviation = (values: readonly number[], m: number) => Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
  const deviations = deviation(a, ma) * deviation(b, mb);
  return deviations < 1e-12 ? NaN : covariance / deviations;
}

/** Root mean squared error; `NaN` of nothing. */
export function rmse(rows: readonly Scored[]): number {
  if (rows.length === 0) return NaN;
  return Math.sqrt(mean(rows.map(({ human, predicted }) => (human - predicted) ** 2)));
}

/** Whether a score counts as "correct" where two classes are compared. */
export function isCorrect(score: number): boolean {
  return score >= 0.5;
}

/** Area under the receiver operating characteristic: how often a correct answer is scored above an incorrect one. */
export function auc(rows: readonly Scored[]): number {
  const sorted = rows.toSorted((a, b) => a.predicted - b.predicted);
  let rankSum = 0, positives = 0;
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (j < sorted.length && sorted[j]?.predicted === sorted[i]?.predicted) j++;
    const tied = sorted.slice(i, j).filter(({ human }) => isCorrect(human)).length;
    // Equal scores share the mean of their ranks.
    rankSum += tied * (i + j + 1) / 2;
    positives += tied;
    i = j;
  }
  const negatives = sorted.length - positives;
  return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
}

/** Counts of two classes. */
export interface Confusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/** Counts over the two classes of {@link isCorrect}. */
export function confusion(rows: readonly Scored[]): Confusion {
  const count = (human: boolean, predicted: boolean) =>
    rows.filter((row) => isCorrect(row.human) === human && isCorrect(row.predicted) === predicted).length;
  return {
    truePositive: count(true, true),
    falsePositive: count(false, true),
    falseNegative: count(true, false),
    trueNegative: count(false, false),
  };
}

/** Precision of "correct". */
export function precision(rows: readonly Scored[]): number {
  const { truePositive, falsePositive } = confusion(rows);
  return truePositive / (truePositive + falsePositive);
}

/** Recall of "correct". */
export function recall(rows: readonly Scored[]): number {
  const { truePositive, falseNegative } = confusion(rows);
  return truePositive / (truePositive + falseNegative);
}

/** Mean of the F1 scores of the two classes; a class that nobody uses counts 0. */
export function macroF1(rows: readonly Scored[]): number {
  const { truePositive: tp, falsePositive: fp, falseNegative: fn, trueNegative: tn } = confusion(rows);
  const f1 = (hit: number, wrong: number) => hit === 0 ? 0 : 2 * hit / (2 * hit + wrong);
  return (f1(tp, fp + fn) + f1(tn, fp + fn)) / 2;
}

/** Cohen's kappa (1960) over the two classes. */
export function kappa(rows: readonly Scored[]): number {
  const { truePositive: tp, falsePositive: fp, falseNegative: fn, trueNegative: tn } = confusion(rows);
  const n = rows.length;
  const observed = (tp + tn) / n;
  const expected = ((tp + fp) * (tp + fn) + (tn + fn) * (tn + fp)) / n ** 2;
  return expected === 1 ? (observed === 1 ? 1 : 0) : (observed - expected) / (1 - expected);
}

/** The level, from 0 to `levels` - 1, that a score is rounded to. */
export function levelOf(score: number, levels: number): number {
  return Math.min(levels - 1, Math.max(0, Math.round(score * (levels - 1))));
}

/** `table[human][predicted]`: counts by level. */
export function levelTable(rows: readonly Scored[], levels: number): number[][] {
  const table = Array.from({ length: levels }, () => Array.from({ length: levels }, () => 0));
  for (const { human, predicted } of rows) {
    const row = table[levelOf(human, levels)];
    const column = levelOf(predicted, levels);
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/** Cohen's kappa (1968) with quadratic weights over `levels` levels. */
export function quadraticKappa(rows: readonly Scored[], levels: number): number {
  const table = levelTable(rows, levels);
  const rowSums = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columnSums = table.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  let observed = 0, expected = 0;
  for (let i = 0; i < levels; i++) {
    for (let j = 0; j < levels; j++) {
      observed += (i - j) ** 2 * (table[i]?.[j] ?? 0);
      expected += (i - j) ** 2 * (rowSums[i] ?? 0) * (columnSums[j] ?? 0) / rows.length;
    }
  }
  return expected === 0 ? (observed === 0 ? 1 : 0) : 1 - observed / expected;
}
