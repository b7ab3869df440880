import { type Bank, publicView } from "../question-bank/mod.ts";
import { currentItem } from "./conversation.ts";
import type { GradeRecord, ItemProgress, SessionRecord, StoredEvent } from "./records.ts";
import type { Session, TranscriptEntry } from "./types.ts";

/** Whether grades and feedback may be shown: at once in practice, after the end otherwise. */
export function gradesVisible(session: SessionRecord): boolean {
  return session.mode === "practice" || session.state === "finished";
}

/** What became of each question; while grades are kept back, without what would tell them. */
export function itemsShown(session: SessionRecord): readonly ItemProgress[] {
  if (gradesVisible(session)) return session.items;
  return session.items.map((item) => ({
    ...item,
    followUp: item.followUp === "won" ? "asked" : item.followUp,
    followUpCriterion: null,
    firstGradeId: null,
    gradeId: null,
  }));
}

/** A session as the candidate sees it. */
export function sessionView(
  session: SessionRecord,
  parts: { readonly bank: Bank; readonly events: readonly StoredEvent[]; readonly grades: readonly GradeRecord[] },
): Session {
  const gradeOfTurn = new Map(parts.grades.flatMap(({ grade, turnId }) => turnId ? [[turnId, grade.id]] : []));
  const item = currentItem(session);
  const question = session.state === "finished" || !item ? undefined : parts.bank.get(item.questionId);
  return {
    id: session.id,
    mode: session.mode,
    state: session.state,
    position: session.items.length,
    length: session.length,
    seed: session.seed,
    createdAt: session.createdAt,
    ...(session.deadline && { deadline: session.deadline }),
    ...(session.timeLeftMs !== null && { timeLeftMs: session.timeLeftMs }),
    question: question ? publicView(question) : null,
    transcript: parts.events.flatMap(({ event }) => event.name === "message" ? [event.data] : [])
      .map((entry) => gradesVisible(session) ? withGrade(entry, gradeOfTurn) : entry),
  };
}

/** An answer's entry has the id of its turn, so its grade can be named once it may be seen. */
function withGrade(entry: TranscriptEntry, gradeOfTurn: ReadonlyMap<string, string>): TranscriptEntry {
  const gradeId = entry.kind === "answer" ? gradeOfTurn.get(entry.id) : undefined;
  return gradeId ? { ...entry, gradeId } : entry;
}
