import { bootstrap, type Estimate, seeded } from "./bootstrap.ts";
import {
  auc,
  type Confusion,
  confusion,
  kappa,
  levelTable,
  macroF1,
  pearson,
  precision,
  quadraticKappa,
  recall,
  rmse,
  type Scored,
} from "./metrics.ts";

/** Every metric of one grader on one set, with its interval. */
export type Metrics = Readonly<Record<string, Estimate>>;

/** One grader's part of a report. */
export interface GraderReport {
  readonly name: string;
  readonly metrics: Metrics;
  readonly confusion: Confusion;
  /** `levels[human][predicted]`. */
  readonly levels: readonly (readonly number[])[];
}

// Scores are rounded to levels where levels are compared: none and all where people said right or wrong, else none, half, all.
function levelsOf(rows: readonly Scored[]): number {
  return rows.every(({ human }) => human === 0 || human === 1) ? 2 : 3;
}

const samples = 500;

/** Measures one grader. */
export function measure(name: string, rows: readonly Scored[]): GraderReport {
  const levels = levelsOf(rows);
  const metrics: Readonly<Record<string, (rows: readonly Scored[]) => number>> = {
    r: pearson,
    rmse,
    qwk: (rows) => quadraticKappa(rows, levels),
    kappa,
    macroF1,
    auc,
    precision,
    recall,
  };
  return {
    name,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([key, metric]) => [key, bootstrap(rows, metric, { samples, random: seeded(1) })]),
    ),
    confusion: confusion(rows),
    levels: levelTable(rows, levels),
  };
}

/** The report as a table to read: a row per grader, a column per metric, intervals below. */
export function formatReports(title: string, reports: readonly GraderReport[]): string {
  const names = Object.keys(reports[0]?.metrics ?? {});
  const width = Math.max(...reports.map(({ name }) => name.length), 8);
  const lines = [title, `${"".padEnd(width)}  ${names.map((name) => name.padStart(14)).join("")}`];
  for (const { name, metrics } of reports) {
    const cells = names.map((key) => show(metrics[key]).padStart(14));
    const intervals = names.map((key) => showInterval(metrics[key]).padStart(14));
    lines.push(`${name.padEnd(width)}  ${cells.join("")}`, `${"".padEnd(width)}  ${intervals.join("")}`);
  }
  for (const { name, levels } of reports) {
    lines.push(`levels of ${name} (rows: person, columns: grader, both from 0 to 1):`);
    for (const row of levels) lines.push(row.map((n) => String(n).padStart(7)).join(""));
  }
  return lines.join("\n");
}

/** A number with its interval. */
export function formatEstimate(estimate: Estimate): string {
  return `${show(estimate)} (${showInterval(estimate)})`;
}

function show(estimate: Estimate | undefined): string {
  return estimate === undefined || Number.isNaN(estimate.value) ? "-" : estimate.value.toFixed(3);
}

function showInterval(estimate: Estimate | undefined): string {
  if (estimate === undefined || Number.isNaN(estimate.low)) return "";
  return `${estimate.low.toFixed(2)}…${estimate.high.toFixed(2)}`;
}
