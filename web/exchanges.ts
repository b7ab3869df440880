import type { Grade } from "../grader/mod.ts";
import type { Session, TranscriptEntry } from "../interview/mod.ts";
import type { PublicQuestion } from "../question-bank/mod.ts";

/** A stretch of the conversation: what is asked, what is answered, and the grade that lies beside it. */
export interface Exchange {
  /** Id of its first entry. */
  readonly id: string;
  readonly kind: "opening" | "question" | "follow-up" | "closing";
  /** 1-based number of its question; 0 before the first. */
  readonly position: number;
  readonly question: PublicQuestion | null;
  readonly entries: readonly TranscriptEntry[];
  readonly grade: Grade | null;
  /** Whether it is the one that goes on now. */
  readonly current: boolean;
}

/** Groups a transcript by what was asked. Every entry is in exactly one exchange, in its place. */
export function exchangesOf(
  session: Session,
  grades: readonly Grade[],
  questions: ReadonlyMap<string, PublicQuestion>,
): readonly Exchange[] {
  const byId = new Map(grades.map((grade) => [grade.id, grade]));
  const groups: TranscriptEntry[][] = [];
  for (const entry of session.transcript) {
    const last = groups.at(-1);
    if (last && !opens(entry)) last.push(entry);
    else groups.push([entry]);
  }
  let position = 0;
  return groups.map((entries, index) => {
    const first = entries[0]!;
    if (first.kind === "question") position++;
    const questionId = entries.find((entry) => entry.questionId)?.questionId;
    const question = (questionId === session.question?.id ? session.question : null) ??
      (questionId ? questions.get(questionId) ?? null : null);
    const gradeId = entries.findLast((entry) => entry.gradeId)?.gradeId;
    return {
      id: first.id,
      kind: kindOf(first),
      position,
      question,
      entries,
      grade: gradeId ? byId.get(gradeId) ?? null : null,
      current: index === groups.length - 1,
    };
  });
}

const opens = ({ kind }: TranscriptEntry) => kind === "question" || kind === "follow-up" || kind === "closing";

function kindOf({ kind }: TranscriptEntry): Exchange["kind"] {
  return kind === "question" || kind === "follow-up" || kind === "closing" ? kind : "opening";
}

/** Whether several options may be chosen. */
export const choosesMany = (question: PublicQuestion): boolean => /select all|all that apply/i.test(question.prompt);

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
