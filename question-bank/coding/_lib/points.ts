import { mean, norm } from "./numbers.ts";

type Row = readonly number[];

/** Euclidean distance of two points. */
export function distance(a: Row, b: Row): number {
  return norm(a.map((value, j) => value - b[j]!));
}

/** Mean of every column. */
export function columnMeans(rows: readonly Row[]): number[] {
  return rows[0]!.map((_, j) => mean(rows.map((row) => row[j]!)));
}

/** Covariance of the columns, divided by one less than the number of rows. */
export function covarianceOf(rows: readonly Row[]): number[][] {
  const center = columnMeans(rows);
  return center.map((a, i) =>
    center.map((b, j) => rows.reduce((sum, row) => sum + (row[i]! - a) * (row[j]! - b), 0) / (rows.length - 1))
  );
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
