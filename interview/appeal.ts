import { type Grade, type GradeDraft, revise } from "../grader/mod.ts";
import { attemptsMax, retryAfterMs } from "./attempts.ts";
import { Conflict, InvalidRequest, NotFound } from "./errors.ts";
import type { JobOutcome } from "./grade_job.ts";
import { heirOf } from "./heir.ts";
import { type InterviewParts, laneOf, payerOf, queueOwner } from "./interview.ts";
import { newJob } from "./new_job.ts";
import { StaleChange } from "./ports.ts";
import type { AppealRecord, GradeRecord, JobRecord, SecondReading, SecondReadingOf } from "./records.ts";
import { replaceGrade } from "./replace_grade.ts";
import { gradesVisible } from "./view.ts";
import * as words from "./words.ts";

/** A candidate's doubt about one criterion. */
export interface AppealRequest {
  /** The criterion, check, option or misconception. */
  readonly criterionId: string;
  /** Why. No grader reads it; the person who decides does. */
  readonly reason: string;
}

/**
 * Takes an appeal. Free text graded by a machine is read once more, by a grader that sees neither the first verdict nor the reason;
 * everything else goes to a person at once.
 *
 * @throws {NotFound} unknown grade, or one that may not be seen yet
 * @throws {InvalidRequest} unknown criterion
 * @throws {Conflict} the grade does not count any more, or the criterion has been appealed
 */
export async function appeal(gradeId: string, request: AppealRequest, ports: InterviewParts): Promise<AppealRecord> {
  const { store, reviews, bank, clock, ids, queue, fresh } = ports;
  const found = await store.grade(gradeId);
  const session = found?.sessionId ? await store.session(found.sessionId) : null;
  if (!found || (session && !gradesVisible(session))) throw new NotFound("grade", gradeId);
  const { grade, answer, sessionId } = found;
  const { criterionId, reason } = request;
  const criterion = grade.criteria.find(({ id }) => id === criterionId);
  const known = [...grade.criteria, ...grade.misconceptions].map(({ id }) => id);
  if (!known.includes(criterionId)) {
    throw new InvalidRequest([{
      pointer: "/criterionId",
      detail: known.length === 0
        ? `unknown criterion "${criterionId}": nothing of this answer has been graded, and a person will look at it`
        : `unknown criterion "${criterionId}", expected one of ${known.join(", ")}`,
    }]);
  }
  await refuseReplaced(found, ports);
  const at = clock.now().toISOString();
  const origin = await store.job(found.jobId);
  const offlineOnly = origin?.offlineOnly ?? false;
  const question = bank.get(grade.questionId);
  const canBeRead = question?.kind === "free-text" && criterion !== undefined && grade.grader.name !== "human";
  const taken: AppealRecord = {
    id: ids.next("appeal"),
    gradeId,
    sessionId,
    criterionId,
    reason,
    state: canBeRead ? "second-reading" : "open",
    second: null,
    createdAt: at,
    closedAt: null,
  };
  const job: JobRecord | undefined = canBeRead
    ? newJob({
      id: taken.id.replace(/^appeal/, "job"),
      sessionId,
      owner: origin?.owner ?? null,
      questionId: grade.questionId,
      purpose: "second-reading",
      answer,
      criterionId,
      supersedes: gradeId,
      offlineOnly,
      at,
    })
    : undefined;
  try {
    await store.commit({ session: null, appeal: taken, ...(job && { job }) });
  } catch (error) {
    if (!(error instanceof StaleChange)) throw error;
    throw new Conflict(`Cannot appeal "${criterionId}": it has been appealed already, expected one appeal of it`);
  }
  if (job && question) {
    fresh.set(job.id, job);
    queue.enqueue({ id: job.id, lane: laneOf(question.kind), owner: queueOwner(job) });
  }
  return (await reviews.appeal(taken.id)) ?? taken;
}

/** @throws {Conflict} when another grade has taken the place of this one. */
export async function refuseReplaced(found: GradeRecord, { store, reviews }: InterviewParts): Promise<void> {
  const session = found.sessionId ? await store.session(found.sessionId) : null;
  const counts = session?.items.some(({ gradeId }) => gradeId === found.grade.id) ?? false;
  const successor = (await reviews.chain(found.grade.id)).find(({ grade }) => grade.supersedes === found.grade.id);
  if (counts || !successor) return;
  throw new Conflict(
    `Cannot change grade "${found.grade.id}": "${successor.grade.id}" has taken its place, expected the one that counts`,
  );
}

/**
 * Reads one criterion of an appealed grade again: by the language model where there is one and the candidate lets it, else by the
 * offline grader with stricter bounds. Two readings that differ leave the criterion `unsure`; a person decides in any case.
 */
export async function readAgain(
  job: JobRecord,
  { ports, signal, attempt }: {
    readonly ports: InterviewParts;
    readonly signal: AbortSignal;
    readonly attempt: number;
  },
): Promise<JobOutcome> {
  const { store, reviews, bank, clock } = ports;
  const taken = await reviews.appeal(job.id.replace(/^job/, "appeal"));
  const before = job.supersedes ? await store.grade(job.supersedes) : null;
  const question = bank.get(job.questionId);
  if (!taken || !before || !job.criterionId) {
    throw new Error(`Cannot read again for job "${job.id}": its appeal or grade is missing, expected both`);
  }
  const started = clock.now();
  let second: SecondReading | null = null;
  try {
    if (question?.kind === "free-text") {
      const session = job.sessionId ? await store.session(job.sessionId) : null;
      second = readingOf(
        await ports.grade(question, job.answer, {
          criteria: [job.criterionId],
          by: ports.hasModel && !job.offlineOnly ? "model" : "strict",
          payer: payerOf(job, session),
          signal,
        }),
        job.criterionId,
      );
    }
  } catch {
    if (signal.aborted) return { kind: "ended" };
    if (attempt < attemptsMax) return { kind: "retry", afterMs: retryAfterMs * attempt };
    // Nobody could read it again; the person decides alone.
  }
  const durationMs = clock.now().getTime() - started.getTime();
  await keepReading(job, { reading: { appealId: taken.id, second }, durationMs, ports });
  return { kind: "ended" };
}

/** Puts a grade in doubt with which the second reading does not agree, and leaves the appeal to a person. */
async function keepReading(
  job: JobRecord,
  { reading, durationMs, ports }: {
    readonly reading: SecondReadingOf;
    readonly durationMs: number;
    readonly ports: InterviewParts;
  },
): Promise<void> {
  for (let tries = 1;; tries++) {
    try {
      const doubt = tries > attemptsMax ? null : await doubtOf(reading, ports);
      if (doubt) {
        await replaceGrade(doubt.before, {
          draft: doubt.draft,
          purpose: "second-reading",
          endedJobId: job.id,
          secondReading: reading,
          durationMs,
        }, ports);
      } else {
        await ports.store.commit({ session: null, secondReading: reading, endedJobId: job.id });
      }
      return;
    } catch (error) {
      // Another grade came in between, and is what is doubted now.
      if (error instanceof Conflict && (await ports.store.job(job.id))?.state === "queued") continue;
      if (error instanceof Conflict || error instanceof StaleChange) return;
      throw error;
    }
  }
}

/**
 * The grade that counts now with the criterion `unsure`. Nothing where a person has decided, where the verdict is no longer the one
 * that was appealed, and where the two readings agree.
 */
async function doubtOf(
  { appealId, second }: SecondReadingOf,
  ports: InterviewParts,
): Promise<{ readonly before: GradeRecord; readonly draft: GradeDraft } | null> {
  const appeal = await ports.reviews.appeal(appealId);
  if (!appeal || appeal.state === "closed") return null;
  const { gradeId, criterionId } = appeal;
  const [appealed, before] = [await ports.store.grade(gradeId), await heirOf(gradeId, ports)];
  const verdictOf = (found: GradeRecord | null | undefined) =>
    found?.grade.criteria.find(({ id }) => id === criterionId);
  const [first, now] = [verdictOf(appealed), verdictOf(before)];
  const question = before && ports.bank.get(before.grade.questionId);
  if (!question || !second || !first || !now || before.grade.grader.name === "human") return null;
  if (now.verdict !== first.verdict || now.verdict === "unsure" || now.verdict === second.verdict) return null;
  const draft = revise(question, before.grade, {
    verdicts: new Map([[criterionId, {
      verdict: "unsure",
      reason: `Two graders disagree: ${now.reason} / ${second.reason}`,
    }]]),
    grader: second.grader,
    confidence: Math.min(before.grade.confidence, 0.5),
    opening: words.doubted,
  });
  return { before, draft };
}

function readingOf({ criteria, grader }: GradeDraft, criterionId: string): SecondReading | null {
  const read = criteria.find(({ id }) => id === criterionId);
  return read ? { verdict: read.verdict, reason: read.reason, grader } : null;
}

/** What the candidate sees of an appeal. */
export type AppealView = Pick<AppealRecord, "id" | "gradeId" | "criterionId" | "state" | "createdAt" | "closedAt">;

/** An appeal as the candidate sees it. */
export function appealView({ id, gradeId, criterionId, state, createdAt, closedAt }: AppealRecord): AppealView {
  return { id, gradeId, criterionId, state, createdAt, closedAt };
}

/** Grade and appeals of one answer. */
export interface GradeHistory {
  /** The grade that was asked for. */
  readonly grade: Grade;
  /** All grades of the answer, oldest first. */
  readonly history: readonly Grade[];
  /** Appeals against any of them. */
  readonly appeals: readonly AppealView[];
}
