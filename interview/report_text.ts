import papaparse from "papaparse";
import { answerText } from "./take_turn.ts";
import type { Report, ReportItem } from "./types.ts";
import { shown } from "./words.ts";

const score = (value: number | null): string => value === null ? "–" : shown(value);
const mark = { met: "✓", "not-met": "✗", unsure: "~" } as const;

/** The report as Markdown. */
export function reportMarkdown(report: Report): string {
  const lines = [
    `# Interview report`,
    "",
    report.summary,
    "",
    `- Mode: ${report.mode}`,
    `- Started: ${report.startedAt}`,
    ...(report.finishedAt ? [`- Finished: ${report.finishedAt}`] : []),
    "",
    "| topic | questions | score |",
    "|---|---|---|",
    ...report.topics.map((topic) => `| ${topic.topic} | ${topic.questions} | ${score(topic.score)} |`),
    "",
    ...report.items.flatMap(itemMarkdown),
    ...(report.reading.length > 0 ? ["## What to read", ""] : []),
    ...report.reading.map(({ title, year, url }) => `- [${title}](${url}), ${year}`),
  ];
  return `${lines.join("\n").trim()}\n`;
}

function itemMarkdown(item: ReportItem): readonly string[] {
  const hints = item.hintsUsed > 0 ? ` · hints: ${item.hintsUsed}` : "";
  const won = item.followUp === "won" ? " · points won back in the follow-up" : "";
  return [
    `## ${item.title}`,
    "",
    `${item.questionId} · ${item.topic} · ${item.difficulty} · ${item.status} · score ${
      score(item.score)
    }${hints}${won}`,
    "",
    ...(item.grade?.criteria ?? []).map((criterion) => {
      const quotes = criterion.evidence.map(({ quote }) => `“${quote.replaceAll("\n", " ")}”`).join(" … ");
      return `- ${mark[criterion.verdict]} ${criterion.description}${quotes && ` ${quotes}`}`;
    }),
    "",
    ...(item.answer ? ["Your answer:", "", ...quoted(answerText(item.answer)), ""] : []),
    ...(item.modelAnswer ? ["A model answer:", "", item.modelAnswer.trim(), ""] : []),
  ];
}

const quoted = (text: string): readonly string[] => text.split("\n").map((line) => `> ${line}`);

/** One row per question and criterion; cells that a spreadsheet would take for a formula are escaped. */
export function reportCsv(report: Report): string {
  const rows = report.items.flatMap((item): readonly Record<string, string | number>[] => {
    const common = {
      sessionId: report.sessionId,
      questionId: item.questionId,
      kind: item.kind,
      topic: item.topic,
      difficulty: item.difficulty,
      status: item.status,
      score: item.score ?? "",
      hintsUsed: item.hintsUsed,
      followUp: item.followUp,
      grader: item.grade?.grader.name ?? "",
    };
    const criteria = item.grade?.criteria ?? [];
    if (criteria.length === 0) {
      return [{ ...common, criterionId: "", criterion: "", weight: "", verdict: "", evidence: "" }];
    }
    return criteria.map((criterion) => ({
      ...common,
      criterionId: criterion.id,
      criterion: criterion.description,
      weight: criterion.weight,
      verdict: criterion.verdict,
      evidence: criterion.evidence.map(({ quote }) => quote).join(" … "),
    }));
  });
  return `${papaparse.unparse([...rows], { escapeFormulae: true, newline: "\r\n" })}\r\n`;
}
