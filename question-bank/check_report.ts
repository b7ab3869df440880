import type { Agreement, BankCheck, Confusion } from "./check.ts";
import { formatFault } from "./fault.ts";

/** How a report is printed. */
export interface ReportOptions {
  /** Whether to use terminal colours. */
  readonly colour: boolean;
}

/** A check's result as text: how grader and labels agree, each verdict that differs, then each fault, then the sum. */
export function formatCheck(check: BankCheck, { colour }: ReportOptions): string {
  const paint = (code: number, text: string) => colour ? `\x1b[${code}m${text}\x1b[0m` : text;
  const { agreement, misses, faults } = check;
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [paint(1, title), ...lines.map((line) => `  ${line}`), ""];
  const sum = `${count(check.questions, "sound question")}, ${count(misses.length, "miss")}, ${
    count(faults.length, "fault")
  }`;
  return [
    ...part("Grader and labels", agreement.length === 0 ? [] : table(agreement)),
    ...part("Misses of the grader", misses.map(formatFault)),
    ...part("Faults", faults.map((fault) => paint(31, formatFault(fault)))),
    paint(faults.length === 0 ? 32 : 31, sum),
  ].join("\n");
}

function table(agreement: readonly Agreement[]): string[] {
  const rows = [
    ["question", "examples", "criteria", "κ", "misconceptions", "model answer", "full, lowest", "wrong, highest"],
    ...agreement.map((entry) => [
      entry.id,
      String(entry.examples),
      share(entry.criteria),
      kappa(entry.criteria),
      share(entry.misconceptions),
      score(entry.modelAnswer),
      score(entry.fullMin),
      score(entry.wrongMax),
    ]),
    [
      "all",
      String(agreement.reduce((sum, { examples }) => sum + examples, 0)),
      share(total(agreement.map(({ criteria }) => criteria))),
      kappa(total(agreement.map(({ criteria }) => criteria))),
      share(total(agreement.map(({ misconceptions }) => misconceptions))),
      "",
      "",
      "",
    ],
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)).join("  ")
      .trimEnd()
  );
}

function total(parts: readonly Confusion[]): Confusion {
  const sum = (key: keyof Confusion) => parts.reduce((count, part) => count + part[key], 0);
  return { both: sum("both"), labelled: sum("labelled"), graded: sum("graded"), neither: sum("neither") };
}

function share({ both, labelled, graded, neither }: Confusion): string {
  return `${both + neither}/${both + labelled + graded + neither}`;
}

/** Cohen's kappa: agreement beyond what chance would give. */
function kappa({ both, labelled, graded, neither }: Confusion): string {
  const all = both + labelled + graded + neither;
  const agreed = (both + neither) / all;
  const chance = ((both + labelled) * (both + graded) + (neither + labelled) * (neither + graded)) / all ** 2;
  return chance === 1 || all === 0 ? "" : ((agreed - chance) / (1 - chance)).toFixed(2);
}

function score(value: number | null): string {
  return value === null ? "unsure" : value.toFixed(2);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;
}
