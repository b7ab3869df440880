import { type Question, type Topic, topics } from "../question-bank/mod.ts";
import { publicView } from "../question-bank/mod.ts";
import { itemScore, overallScore } from "./conversation.ts";
import type { InterviewPorts } from "./interview.ts";
import type { GradeRecord, ItemProgress, SessionRecord } from "./records.ts";
import type { Report, ReportItem } from "./types.ts";
import { gradesVisible, itemsShown } from "./view.ts";
import { shown } from "./words.ts";

const strengthsMax = 6;
const readingMax = 3;

/** What an interview came to so far; `null` for an unknown session. While grades are kept back, nothing graded is shown. */
export async function report(sessionId: string, { store, bank }: InterviewPorts): Promise<Report | null> {
  const session = await store.session(sessionId);
  if (!session) return null;
  const visible = gradesVisible(session);
  const records = new Map((visible ? await store.grades(sessionId) : []).map((found) => [found.grade.id, found]));
  const grades = new Map([...records].map(([id, { grade }]) => [id, grade]));
  const items = itemsShown(session).flatMap((item) => {
    const question = bank.get(item.questionId);
    return question
      ? [reportItem(item, question, { session, records, score: visible ? itemScore(item, grades) : null })]
      : [];
  });
  const score = visible ? overallScore(session, grades) : null;
  const perTopic = topicScores(items);
  const judged = items.flatMap((item) =>
    (item.grade?.criteria ?? []).map((criterion) => ({
      questionId: item.questionId,
      criterionId: criterion.id,
      description: criterion.description,
      verdict: criterion.verdict,
      weight: criterion.weight,
    }))
  ).sort((a, b) => b.weight - a.weight).map(({ weight: _, ...rest }) => rest);
  return {
    sessionId,
    mode: session.mode,
    finished: session.state === "finished",
    startedAt: session.createdAt,
    finishedAt: session.finishedAt,
    score,
    summary: summary(session, items, { score, perTopic }),
    topics: perTopic,
    strengths: judged.filter(({ verdict }) => verdict === "met").slice(0, strengthsMax).map(({ verdict: _, ...rest }) =>
      rest
    ),
    gaps: judged.filter(({ verdict }) => verdict !== "met"),
    reading: reading(items),
    items,
  };
}

function reportItem(
  item: ItemProgress,
  question: Question,
  { session, records, score }: {
    readonly session: SessionRecord;
    readonly records: ReadonlyMap<string, GradeRecord>;
    readonly score: number | null;
  },
): ReportItem {
  const graded = item.gradeId ? records.get(item.gradeId) : undefined;
  return {
    questionId: question.id,
    kind: question.kind,
    topic: question.topic,
    difficulty: question.difficulty,
    title: question.title,
    status: statusOf(item, graded),
    score,
    hintsUsed: item.hintsUsed,
    followUp: item.followUp,
    answer: graded?.answer ?? null,
    grade: graded?.grade ?? null,
    // While a follow-up can still win points back, the answer to it is not told.
    modelAnswer: graded && (item.followUpCriterion === null || session.state === "finished")
      ? modelAnswerOf(question)
      : null,
    references: publicView(question).references,
  };
}

function statusOf(item: ItemProgress, graded: GradeRecord | undefined): ReportItem["status"] {
  if (graded) return graded.grade.status;
  return item.status === "asked" ? "not-reached" : item.status;
}

/** What is shown after an attempt. */
export function modelAnswerOf(question: Question): string {
  switch (question.kind) {
    case "multiple-choice":
      return question.options.filter(({ correct }) => correct).map(({ id, text, why }) => `- **${id}.** ${text} ${why}`)
        .join("\n");
    case "free-text":
      return question.modelAnswer;
    case "coding":
      return `\`\`\`ts\n${question.reference.trim()}\n\`\`\``;
    default:
      return question satisfies never;
  }
}

function topicScores(items: readonly ReportItem[]): Report["topics"] {
  return topics.flatMap((topic) => {
    const mine = items.filter((item) => item.topic === topic && item.status !== "not-reached");
    if (mine.length === 0) return [];
    const scores = mine.flatMap(({ score }) => score ?? []);
    return [{
      topic,
      questions: mine.length,
      score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    }];
  });
}

/** References of the questions that went worst come first. */
function reading(items: readonly ReportItem[]): Report["reading"] {
  const worst = items.filter(({ score }) => score !== null && score < 1).sort((a, b) =>
    (a.score ?? 0) - (b.score ?? 0)
  );
  const seen = new Set<string>();
  return worst.flatMap(({ references }) => references)
    .filter(({ url }) => !seen.has(url) && seen.add(url))
    .slice(0, readingMax);
}

function summary(
  session: SessionRecord,
  items: readonly ReportItem[],
  { score, perTopic }: { readonly score: number | null; readonly perTopic: Report["topics"] },
): string {
  if (!gradesVisible(session)) return "The interview is still going on; its grades are shown at the end.";
  if (score === null) return "Nothing has been graded yet.";
  const graded = items.filter((item) => item.status === "graded").length;
  const waiting = items.filter((item) => item.status === "needs-review" || item.status === "ungradable").length;
  const parts = [
    `You scored ${shown(score)} of 1 over ${
      items.filter((item) => item.score !== null).length
    } of ${session.length} questions.`,
  ];
  const ranked = perTopic.flatMap(({ topic, score }) => score === null ? [] : [{ topic, score }])
    .sort((a, b) => b.score - a.score);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (graded > 1 && best && worst && best.score > worst.score) {
    parts.push(
      `Strongest: ${name(best.topic)} (${shown(best.score)}). Weakest: ${name(worst.topic)} (${shown(worst.score)}).`,
    );
  }
  if (waiting > 0) {
    parts.push(
      `${waiting === 1 ? "One answer waits" : `${waiting} answers wait`} for a person and does not count yet.`,
    );
  }
  return parts.join(" ");
}

const name = (topic: Topic): string => topic;
