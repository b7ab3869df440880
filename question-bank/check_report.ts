import type { Agreement, BankCheck } from "./check.ts";
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
  const sum = `${check.questions} sound ${plural(check.questions, "question")}, ${misses.length} ` +
    `${plural(misses.length, "verdict")} unlike ${misses.length === 1 ? "its label" : "their labels"}, ` +
    `${faults.length} ${plural(faults.length, "fault")}`;
  return [
    ...part("Grader and labels", agreement.length === 0 ? [] : table(agreement)),
    ...part("Verdicts unlike their labels", misses.map(formatFault)),
    ...part("Faults", faults.map((fault) => paint(31, formatFault(fault)))),
    paint(faults.length === 0 ? 32 : 31, sum),
  ].join("\n");
}

function table(agreement: readonly Agreement[]): string[] {
  const total = (key: "criteria" | "misconceptions"): readonly [number, number] => [
    agreement.reduce((sum, entry) => sum + entry[key][0], 0),
    agreement.reduce((sum, entry) => sum + entry[key][1], 0),
  ];
  const rows = [
    ["question", "examples", "criteria", "misconceptions", "model answer", "full, lowest", "wrong, highest"],
    ...agreement.map((entry) => [
      entry.id,
      String(entry.examples),
      share(entry.criteria),
      share(entry.misconceptions),
      score(entry.modelAnswer),
      score(entry.fullMin),
      score(entry.wrongMax),
    ]),
    [
      "all",
      String(agreement.reduce((sum, { examples }) => sum + examples, 0)),
      share(total("criteria")),
      share(total("misconceptions")),
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

function share([agreed, all]: readonly [number, number]): string {
  return `${agreed}/${all}`;
}

function score(value: number | null): string {
  return value === null ? "unsure" : value.toFixed(2);
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
