import type { Grade } from "../grader/mod.ts";
import type { Session, TranscriptEntry } from "../interview/mod.ts";
import type { PublicQuestion } from "../question-bank/mod.ts";

const hintCost = 0.1;

/** A stretch of the conversation: a question with all that is said about it, and the grade that lies beside it. */
export interface Exchange {
  /** Id of its first entry. */
  readonly id: string;
  readonly kind: "opening" | "question" | "closing";
  /** 1-based number of its question; 0 before the first. */
  readonly position: number;
  readonly question: PublicQuestion | null;
  /** Up to the first follow-up; of code, all. */
  readonly entries: readonly TranscriptEntry[];
  /** From the first follow-up on; code is run again in the place where it was written. */
  readonly more: readonly TranscriptEntry[];
  /** The grade that counts now. */
  readonly grade: Grade | null;
  /** What the grade's score comes to with the hints counted; `null` without a score or a hint. */
  readonly scoreAfterHints: number | null;
  /** Ids of grades of the interview in whose place another was put, so that what was said of them holds no longer. */
  readonly replaced: ReadonlySet<string>;
  /** Whether it is the one that goes on now. */
  readonly current: boolean;
}

/** Groups a transcript by question. Every entry is in exactly one exchange, in its place. */
export function exchangesOf(
  session: Session,
  grades: readonly Grade[],
  questions: ReadonlyMap<string, PublicQuestion>,
): readonly Exchange[] {
  const byId = new Map(grades.map((grade) => [grade.id, grade]));
  const replaced = new Set(
    session.transcript.filter(({ kind }) => kind === "notice")
      .flatMap(({ gradeId }) => byId.get(gradeId ?? "")?.supersedes ?? []),
  );
  const groups: TranscriptEntry[][] = [];
  for (const entry of session.transcript) {
    const last = groups.at(-1);
    if (last && entry.kind !== "question" && entry.kind !== "closing") last.push(entry);
    else groups.push([entry]);
  }
  let position = 0;
  return groups.map((all, index) => {
    const first = all[0]!;
    if (first.kind === "question") position++;
    const questionId = all.find((entry) => entry.questionId)?.questionId;
    const question = (questionId === session.question?.id ? session.question : null) ??
      (questionId ? questions.get(questionId) ?? null : null);
    const followUp = question?.kind === "coding" ? -1 : all.findIndex(({ kind }) => kind === "follow-up");
    // A grade put in another one's place is told where the interview is by then, which may be another question.
    const told = all.filter((entry) => entry.questionId === undefined || entry.questionId === questionId)
      .flatMap(({ gradeId }) => byId.get(gradeId ?? "") ?? []);
    return {
      id: first.id,
      kind: first.kind === "question" || first.kind === "closing" ? first.kind : "opening",
      position,
      question,
      entries: followUp < 0 ? all : all.slice(0, followUp),
      more: followUp < 0 ? [] : all.slice(followUp),
      grade: countingGrade(told),
      scoreAfterHints: scoreAfterHints(all, told),
      replaced,
      current: index === groups.length - 1,
    };
  });
}

/** A later grade counts unless it is worse. */
const countingGrade = (grades: readonly Grade[]): Grade | null =>
  grades.reduce<Grade | null>((best, grade) => best && (best.score ?? 0) > (grade.score ?? 0) ? best : grade, null);

/** A hint costs a tenth of what the answers after it earn. */
function scoreAfterHints(entries: readonly TranscriptEntry[], told: readonly Grade[]): number | null {
  const now = countingGrade(told)?.score ?? null;
  const hints = entries.filter(({ kind }) => kind === "hint").length;
  if (now === null || hints === 0) return null;
  const answered = entries.findIndex(({ kind }) => kind === "answer");
  const hintsBefore = entries.slice(0, answered).filter(({ kind }) => kind === "hint").length;
  const factor = (taken: number) => Math.max(0, 1 - hintCost * taken);
  const first = told[0]?.score ?? now;
  return first * factor(hintsBefore) + (now - first) * factor(hints);
}

/** Id of the entry with the question, or the follow-up, that is asked now; "" before the first. */
export const askedNow = ({ transcript }: Session): string =>
  transcript.findLast(({ kind }) => kind === "question" || kind === "follow-up")?.id ?? "";

/** Hints taken for a question so far. */
export const hintsTaken = (session: Session, questionId: string): number =>
  session.transcript.filter((entry) => entry.kind === "hint" && entry.questionId === questionId).length;

/** The reasons that a grade by key gives for each option, by option id; empty when the feedback has another form. */
export function optionReasons(feedback: string): ReadonlyMap<string, string> {
  return new Map(
    [...feedback.matchAll(/^- \*\*(\w+)\*\* \([^)]*\): (.+)$/gm)].map(([, id, why]) => [id!, why!]),
  );
}

/** Feedback without the list of options that is shown beside it. */
export const withoutOptionList = (feedback: string): string =>
  feedback.replaceAll(/^- \*\*\w+\*\* \([^)]*\): .+$\n?/gm, "").trim();

/** Feedback without the list of points that is shown beside it, with the same quotes. */
export const withoutHeardList = (feedback: string): string =>
  feedback.replace(/^What you said:\n\n(?:- .+(?:\n|$))+\n*/m, "").trim();
