import type { Grade, GradeDraft } from "../grader/mod.ts";
import { Conflict } from "./errors.ts";
import type { InterviewParts } from "./interview.ts";
import { newJob } from "./new_job.ts";
import { Replaced, StaleChange } from "./ports.ts";
import { record } from "./recorder.ts";
import type {
  Change,
  GradeRecord,
  ItemProgress,
  JobRecord,
  Purpose,
  SecondReadingOf,
  SessionRecord,
} from "./records.ts";
import { gradesVisible } from "./view.ts";
import * as words from "./words.ts";

/** Why and how a grade is replaced. */
export interface Replacement {
  readonly draft: GradeDraft;
  readonly purpose: Exclude<Purpose, "grade" | "precheck">;
  /** Who gave it and why, for a person's grade; else the model's replies are kept. */
  readonly raw?: string;
  /** Time that grading took. */
  readonly durationMs?: number;
  /** The job that made it; without one, a job that is done is stored with it. */
  readonly endedJobId?: string;
  /** The reading that put the grade before it in doubt. */
  readonly secondReading?: SecondReadingOf;
  /** Whether an earlier grade counts again: a second try that had lost to the first loses once more. */
  readonly restores?: boolean;
  /** Closes the open appeals against these grades. */
  readonly closesAppealsOf?: readonly string[];
  /** Ids of appeals that a person has to decide again. */
  readonly reopensAppeals?: readonly string[];
}

const triesMax = 5;

/**
 * Puts a grade in the place of another one; both are kept. The session's questions and its report follow, and those who may see
 * the grade are told.
 *
 * @throws {Conflict} when something else has taken its place
 */
export async function replaceGrade(
  before: GradeRecord,
  replacement: Replacement,
  ports: InterviewParts,
): Promise<Grade> {
  const { store, clock, ids, listeners, bank } = ports;
  const { draft: { raw, standIn, ...shown }, purpose, restores = false } = replacement;
  const at = clock.now().toISOString();
  const grade: Grade = {
    id: ids.next("grade"),
    ...shown,
    gradedAt: at,
    durationMs: replacement.durationMs ?? 0,
    supersedes: before.grade.id,
  };
  const origin = await store.job(before.jobId);
  const made = replacement.endedJobId === undefined ? doneJob(before, { origin, purpose, at }) : undefined;
  const graded: GradeRecord = {
    ...before,
    grade,
    jobId: replacement.endedJobId ?? made?.id ?? before.jobId,
    raw: replacement.raw ?? raw ?? null,
    standIn: standIn ?? null,
  };
  const common: Omit<Change, "session"> = {
    grade: graded,
    takesPlace: true,
    ...(made && { job: made }),
    ...(replacement.endedJobId && { endedJobId: replacement.endedJobId }),
    ...(replacement.secondReading && { secondReading: replacement.secondReading }),
    ...(replacement.closesAppealsOf && { closesAppealsOf: replacement.closesAppealsOf }),
    ...(replacement.reopensAppeals && { reopensAppeals: replacement.reopensAppeals }),
  };
  for (let tries = 1;; tries++) {
    try {
      if (before.sessionId === null) {
        await store.commit({ session: null, ...common });
      } else {
        const previous = await store.session(before.sessionId);
        if (!previous) throw new StaleChange(`Cannot replace grade "${before.grade.id}": its session is erased`);
        const title = bank.get(before.grade.questionId)?.title ?? before.grade.questionId;
        const followed = await follow(previous, { before, after: grade, restores, ports });
        const { session, events } = record(previous, followed, {
          ...(gradesVisible(previous) ? { gradeId: grade.id } : {}),
          entries: gradesVisible(previous)
            ? [{
              role: "interviewer",
              kind: "notice",
              text: words.gradedAnew(title, { before: before.grade, after: grade, asked: askedOf(followed, grade) }),
              questionId: grade.questionId,
              gradeId: grade.id,
            }]
            : [],
          clock,
          ids,
        });
        await store.commit({ session, previous, events, ...common });
        listeners.tell(before.sessionId, { kind: "committed" });
      }
      return grade;
    } catch (error) {
      if (!(error instanceof StaleChange)) throw error;
      // The interview went on meanwhile; whatever else made the change stale lasts.
      if (before.sessionId !== null && !(error instanceof Replaced) && tries < triesMax) continue;
      throw new Conflict(
        `Cannot replace grade "${before.grade.id}": another grade has taken its place, expected it to count`,
      );
    }
  }
}

/** The criterion that the follow-up to a graded answer asks about now. */
function askedOf({ state, items }: SessionRecord, { id }: Grade): string | null {
  return state === "awaiting-answer" ? items.find(({ gradeId }) => gradeId === id)?.followUpCriterion ?? null : null;
}

/** Each grade has a job; two that would replace the same grade for the same purpose have the same one, and only one is stored. */
function doneJob(
  before: GradeRecord,
  { origin, purpose, at }: { readonly origin: JobRecord | null; readonly purpose: Purpose; readonly at: string },
): JobRecord {
  return newJob({
    id: `job_${purpose}_${before.grade.id}`,
    sessionId: before.sessionId,
    owner: origin?.owner ?? null,
    questionId: before.grade.questionId,
    purpose,
    answer: before.answer,
    supersedes: before.grade.id,
    offlineOnly: origin?.offlineOnly ?? false,
    state: "done",
    at,
  });
}

/** The session with the new grade wherever the old one stood. */
async function follow(
  session: SessionRecord,
  { before, after, restores, ports }: {
    readonly before: GradeRecord;
    readonly after: Grade;
    readonly restores: boolean;
    readonly ports: InterviewParts;
  },
): Promise<SessionRecord> {
  const { store, reviews } = ports;
  const scoreOf = async (id: string) => (await store.grade(id))?.grade.score ?? null;
  const isSecond = await isSecondTry(before, ports);
  const family = isSecond ? (await reviews.chain(before.grade.id)).map(({ grade }) => grade.id) : [];
  const items: ItemProgress[] = [];
  for (const item of session.items) {
    const replaced = (id: string | null) => (id === before.grade.id ? after.id : id);
    const first = item.firstGradeId;
    let change: Partial<ItemProgress> = { firstGradeId: replaced(first), gradeId: replaced(item.gradeId) };
    if (isSecond && first !== null && family.includes(first)) {
      const firstScore = await scoreOf(first);
      if (item.gradeId === first) {
        // A second try that did not count may do so now.
        if ((after.score ?? 0) > (firstScore ?? 0)) change = { gradeId: after.id, followUp: "won" };
      } else if (restores && (after.score ?? -1) < (firstScore ?? -1)) {
        change = { gradeId: first, followUp: "asked" };
      }
    }
    items.push({ ...item, ...change });
  }
  return { ...session, items };
}

/** Whether a grade is that of a follow-up's reply, or has come out of it. */
async function isSecondTry(record: GradeRecord, { store }: InterviewParts): Promise<boolean> {
  let at: GradeRecord | null = record;
  while (at?.grade.supersedes !== undefined) {
    if ((await store.job(at.jobId))?.purpose === "grade") return true;
    at = await store.grade(at.grade.supersedes);
  }
  return false;
}
