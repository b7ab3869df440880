import { confusionSvg } from "./confusion_svg.ts";
import type { Estimate } from "./bootstrap.ts";
import type { GraderReport } from "./report.ts";

/** What a report is made of. */
export interface ReportParts {
  readonly title: string;
  readonly command: string;
  /** One line per grader. */
  readonly summaries: readonly string[];
  /** Graders and baselines, by what is compared. */
  readonly reports: Readonly<Record<string, readonly GraderReport[]>>;
  /** Mean score by level of the labelled answers, by grader. */
  readonly byLevel: Readonly<Record<string, Readonly<Record<string, Estimate>>>>;
}

/** A report in Markdown with its pictures, by file name; `stem` begins every picture's name. */
export function markdownReport(
  { title, command, summaries, reports, byLevel }: ReportParts,
  stem: string,
): { readonly text: string; readonly pictures: Readonly<Record<string, string>> } {
  const pictures: Record<string, string> = {};
  const picture = (name: string, caption: string, table: readonly (readonly number[])[]) => {
    const file = `${stem}-${name.replace(/[^a-z0-9]+/gi, "-")}.svg`;
    pictures[file] = confusionSvg(caption, table);
    return `![${caption}](${file})`;
  };
  const lines = [`# ${title}`, "", `\`${command}\``, "", ...summaries.map((line) => `- ${line}`), ""];
  for (const [what, list] of Object.entries(reports)) {
    const names = Object.keys(list[0]?.metrics ?? {});
    lines.push(`## ${what}`, "", `| grader | ${names.join(" | ")} |`, `| --- |${" --- |".repeat(names.length)}`);
    for (const { name, metrics } of list) {
      lines.push(`| ${name} | ${names.map((key) => shown(metrics[key])).join(" | ")} |`);
    }
    lines.push("");
    for (const { name, confusion, levels: table } of list) {
      const { truePositive, falsePositive, falseNegative, trueNegative } = confusion;
      const two = [[trueNegative, falsePositive], [falseNegative, truePositive]];
      lines.push(picture(`${what}-${name}`, `${what}, ${name}: not correct and correct`, two));
      lines.push(picture(`${what}-${name}-levels`, `${what}, ${name}: ${table.length} levels`, table));
    }
    lines.push("");
  }
  for (const [name, estimates] of Object.entries(byLevel)) {
    lines.push(`## Mean score by level, ${name}`, "", "| level | mean |", "| --- | --- |");
    for (const [level, estimate] of Object.entries(estimates)) lines.push(`| ${level} | ${shown(estimate)} |`);
    lines.push("");
  }
  return { text: lines.join("\n"), pictures };
}

function shown(estimate: Estimate | undefined): string {
  if (estimate === undefined || Number.isNaN(estimate.value)) return "-";
  const interval = Number.isNaN(estimate.low) ? "" : ` (${estimate.low.toFixed(2)} to ${estimate.high.toFixed(2)})`;
  return `${estimate.value.toFixed(3)}${interval}`;
}
