import type { Answer, Grade } from "../grader/mod.ts";
import type { InterviewParts } from "./interview.ts";
import type { AppealRecord, GradeRecord } from "./records.ts";

/** An answer that waits for a person. */
export interface ReviewItem {
  /** The grade that counts now. */
  readonly grade: Grade;
  /** The answer as graded. */
  readonly answer: Answer;
  /** The session; `null` without one. */
  readonly sessionId: string | null;
  /** Why it waits: the graders could not decide, a fault of ours left no grade, or the candidate doubts one. */
  readonly because: readonly ("needs-review" | "ungradable" | "appeal")[];
  /** The open appeals, with the candidate's reasons and the second readings. */
  readonly appeals: readonly AppealRecord[];
  /** ISO time since which it waits. */
  readonly since: string;
}

/** What waits for a person. */
export interface ReviewQueue {
  /** Longest waiting first. */
  readonly items: readonly ReviewItem[];
  /** How many answers wait, each counted once; while more appeals than the limit are open, at most so many. */
  readonly total: number;
}

/** The answers that wait for a person: without a score, or appealed. */
export async function reviewQueue(limit: number, { store, reviews }: InterviewParts): Promise<ReviewQueue> {
  const [undecided, appealed] = [await reviews.undecided(limit), await reviews.openAppeals(limit)];
  const items = new Map<string, ReviewItem>();
  for (const { grade, answer, sessionId } of undecided.records) {
    items.set(grade.id, { grade, answer, sessionId, because: without(grade), appeals: [], since: grade.gradedAt });
  }
  let appealedAlone = 0;
  for (const appeal of appealed.records) {
    const current = await counting(appeal.gradeId, { store, reviews });
    if (!current) continue;
    const { grade, answer, sessionId } = current;
    const known = items.get(grade.id);
    if (!known && grade.status === "graded") appealedAlone++;
    const item = known ??
      { grade, answer, sessionId, because: without(grade), appeals: [], since: appeal.createdAt };
    items.set(grade.id, {
      ...item,
      because: item.because.includes("appeal") ? item.because : [...item.because, "appeal"],
      appeals: [...item.appeals, appeal],
      since: item.since < appeal.createdAt ? item.since : appeal.createdAt,
    });
  }
  return {
    items: [...items.values()].toSorted((a, b) => a.since < b.since ? -1 : 1).slice(0, limit),
    total: undecided.total + appealed.total - (appealed.records.length - appealedAlone),
  };
}

/** Why a grade waits that has no score; of one that has, nothing. */
function without({ status }: Grade): ReviewItem["because"] {
  return status === "graded" ? [] : [status];
}

/** The grade that counts for an answer whose grade was this one: the session says so, else it is the last one. */
export async function counting(
  gradeId: string,
  { store, reviews }: Pick<InterviewParts, "store" | "reviews">,
): Promise<GradeRecord | undefined> {
  const chain = await reviews.chain(gradeId);
  const sessionId = chain[0]?.sessionId;
  const session = sessionId ? await store.session(sessionId) : null;
  const named = session?.items.map((item) => item.gradeId) ?? [];
  return chain.findLast(({ grade }) => named.includes(grade.id)) ?? chain.at(-1);
}
