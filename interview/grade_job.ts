import { type Answer, type Grade, type GradeDraft, type GradeProgress, mergeFollowUp } from "../grader/mod.ts";
import type { Question } from "../question-bank/mod.ts";
import { readAgain } from "./appeal.ts";
import { attemptsMax, retryAfterMs } from "./attempts.ts";
import { currentItem, type Step, takeGrade } from "./conversation.ts";
import { currentGrades, type InterviewParts, type InterviewPorts, payerOf } from "./interview.ts";
import { StaleChange } from "./ports.ts";
import { record } from "./recorder.ts";
import type { GradeRecord, JobRecord } from "./records.ts";
import { answerText } from "./take_turn.ts";
import { gradesVisible } from "./view.ts";
import * as words from "./words.ts";

/** How work on a job ended: for good, or to be tried again. */
export type JobOutcome = { readonly kind: "ended" } | { readonly kind: "retry"; readonly afterMs: number };

/** A job that a process has taken up so often, and never ended, is taken for what ends the process. */
const startsMax = 20;

/**
 * Grades one answer and commits grade, feedback and what comes next together. Safe to repeat: nothing is done for a job that has
 * ended. A precheck's grade is told to whoever waits for it and not kept. A fault of the graders is retried; after the last attempt the grade is `ungradable`.
 */
export async function gradeJob(
  jobId: string,
  { ports, signal, attempt }: {
    readonly ports: InterviewParts;
    readonly signal: AbortSignal;
    /** Which attempt of this process it is, from 1. */
    readonly attempt: number;
  },
): Promise<JobOutcome> {
  const { store, bank, clock, ids, listeners, fresh } = ports;
  const job = fresh.get(jobId) ?? await store.job(jobId);
  fresh.delete(jobId);
  if (!job || job.state !== "queued") return { kind: "ended" };
  if (job.purpose === "second-reading") return await readAgain(job, { ports, signal, attempt });
  const started = clock.now();
  const question = bank.get(job.questionId);

  const before = await gradeBefore(job, ports);
  const answer = answerToGrade(job, before);
  let draft: GradeDraft;
  try {
    draft = await draftOf(job, { question, answer, before, ports, signal });
  } catch (error) {
    if (signal.aborted) return { kind: "ended" };
    const reason = error instanceof Error ? error.message : String(error);
    if (attempt < attemptsMax) return { kind: "retry", afterMs: retryAfterMs * attempt };
    draft = ungradable(job, { question, reason });
  }
  const now = clock.now();
  const { raw, standIn, ...shown } = draft;
  const grade: Grade = {
    id: ids.next(job.purpose === "precheck" ? "precheck" : "grade"),
    ...shown,
    gradedAt: now.toISOString(),
    durationMs: now.getTime() - started.getTime(),
    ...(before && { supersedes: before.grade.id }),
  };
  const graded: GradeRecord = {
    grade,
    jobId,
    turnId: job.turnId,
    sessionId: job.sessionId,
    answer,
    raw: raw ?? null,
    // A follow-up's grade carries over what it builds on, a stand-in's verdicts among it.
    standIn: standIn ?? before?.standIn ?? null,
  };
  try {
    await commitGrade(job, graded, { question, ports });
    listeners.tell(jobId, { kind: "graded", grade });
  } catch (error) {
    if (!(error instanceof StaleChange)) throw error;
    // Another worker was first, the job was cancelled or the session was erased meanwhile: that stands. Else an earlier grade of
    // the session was replaced meanwhile, and this one is to build on what took its place.
    if ((await store.job(jobId))?.state === "queued") return { kind: "retry", afterMs: 0 };
  }
  if (job.sessionId) listeners.tell(job.sessionId, { kind: "committed" });
  return { kind: "ended" };
}

async function draftOf(
  job: JobRecord,
  { question, answer, before, ports, signal }: {
    readonly question: Question | undefined;
    readonly answer: Answer;
    readonly before: GradeRecord | null;
    readonly ports: InterviewPorts;
    readonly signal: AbortSignal;
  },
): Promise<GradeDraft> {
  if (!question) {
    return ungradable(job, { question, reason: `the question "${job.questionId}" is no longer in the bank` });
  }
  if (job.starts > startsMax) {
    return ungradable(job, {
      question,
      reason: `the server ended ${startsMax} times while it was grading this answer`,
    });
  }
  const { sessionId, turnId, criterionId } = job;
  const session = sessionId ? await ports.store.session(sessionId) : null;
  // Where grades are kept back, so is what tells them: only the stage is told.
  const isTold = ({ kind }: GradeProgress) => kind === "stage" || (session && gradesVisible(session));
  const draft = await ports.grade(question, answer, {
    signal,
    by: job.offlineOnly ? "offline" : "first",
    payer: payerOf(job, session),
    ...(job.purpose === "precheck" && { precheck: true }),
    ...(criterionId && question.kind === "free-text" && { criteria: [criterionId] }),
    ...(sessionId && turnId && {
      onProgress(progress) {
        if (!isTold(progress)) return;
        ports.listeners.tell(sessionId, {
          kind: "passing",
          event: { name: "progress", data: { ...progress, turnId } },
        });
      },
    }),
  });
  return before && criterionId && question.kind === "free-text" && answer.kind === "free-text"
    ? mergeFollowUp(question, { before: before.grade, text: answer.text, reply: draft, criterionId })
    : draft;
}

/** What a follow-up's reply builds on: the grade that counts now, which may have replaced the one that was asked about. */
async function gradeBefore(job: JobRecord, { store }: InterviewPorts): Promise<GradeRecord | null> {
  if (!job.supersedes) return null;
  const session = job.sessionId ? await store.session(job.sessionId) : null;
  return await store.grade((session && currentItem(session)?.gradeId) ?? job.supersedes);
}

/** A follow-up's reply is graded together with what it adds to. */
function answerToGrade(job: JobRecord, before: GradeRecord | null): Answer {
  if (before?.answer.kind !== "free-text") return job.answer;
  return { kind: "free-text", text: `${before.answer.text}\n\n${answerText(job.answer)}` };
}

async function commitGrade(
  job: JobRecord,
  graded: GradeRecord,
  { question, ports }: { readonly question: Question | undefined; readonly ports: InterviewPorts },
): Promise<void> {
  const { store, clock, ids, bank } = ports;
  if (job.purpose === "precheck") return await store.commit({ session: null, endedJobId: job.id });
  if (!job.sessionId) return await store.commit({ session: null, grade: graded, endedJobId: job.id });
  const previous = await store.session(job.sessionId);
  if (!previous) {
    throw new StaleChange(`Cannot grade for session "${job.sessionId}": it is erased, expected it to exist`);
  }
  const { supersedes } = graded.grade;
  if (supersedes && currentItem(previous)?.gradeId !== supersedes) {
    throw new StaleChange(`Cannot build on grade "${supersedes}": another has taken its place, expected it to count`);
  }
  const lookup = { bank, grades: await currentGrades(previous.id, ports), at: graded.grade.gradedAt };
  const step: Step = takeGrade(previous, graded.grade, { ...lookup, question });
  const visible = gradesVisible(previous);
  const { session, events } = record(previous, step.session, {
    entries: step.entries,
    ...(visible && { gradeId: graded.grade.id }),
    clock,
    ids,
  });
  await store.commit({ session, previous, grade: graded, endedJobId: job.id, events });
}

function ungradable(
  job: JobRecord,
  { question, reason }: { readonly question: Question | undefined; readonly reason: string },
): GradeDraft {
  const names = { "multiple-choice": "key", "free-text": "offline", "coding": "sandbox" } as const;
  return {
    questionId: job.questionId,
    questionVersion: question?.version ?? "unknown",
    kind: job.answer.kind,
    status: "ungradable",
    score: null,
    outcome: null,
    criteria: [],
    misconceptions: [],
    feedback: words.ungradable(reason),
    confidence: 0,
    grader: { name: names[job.answer.kind], version: "none" },
  };
}
