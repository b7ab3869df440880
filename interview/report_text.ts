import { csvLine } from "./csv.ts";
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

const columns = [
  "sessionId",
  "questionId",
  "kind",
  "topic",
  "difficulty",
  "status",
  "score",
  "hintsUsed",
  "followUp",
  "grader",
  "criterionId",
  "criterion",
  "weight",
  "verdict",
  "evidence",
] as const;

/** One row per question and criterion; cells that a spreadsheet would take for a formula are escaped. */
export function reportCsv(report: Report): string {
  const rows = report.items.flatMap((item): readonly (readonly unknown[])[] => {
    const { questionId, kind, topic, difficulty, status, score, hintsUsed, followUp, grade } = item;
    const common = [
      ...[report.sessionId, questionId, kind, topic, difficulty, status, score, hintsUsed, followUp],
      grade?.grader.name,
    ];
    const criteria = grade?.criteria ?? [];
    if (criteria.length === 0) return [[...common, "", "", "", "", ""]];
    return criteria.map(({ id, description, weight, verdict, evidence }) => [
      ...common,
      ...[id, description, weight, verdict, evidence.map(({ quote }) => quote).join(" … ")],
    ]);
  });
  return [columns, ...rows].map(csvLine).join("");
}
