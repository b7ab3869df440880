import type { Answer, Grade } from "../grader/mod.ts";
import type { Question } from "../question-bank/mod.ts";
import { Conflict, NotFound } from "./errors.ts";
import { type InterviewParts, laneOf, queueOwner } from "./interview.ts";
import { newJob } from "./new_job.ts";
import { QueueFull } from "./ports.ts";
import type { JobRecord } from "./records.ts";
import { refuseUnfit } from "./take_turn.ts";

/** Seconds after which a place in a full queue may be free. */
export const retryAfterS = 5;

/** An answer that belongs to no session. */
export interface AnswerToGrade {
  /** The question answered. */
  readonly questionId: string;
  /** What was sent. */
  readonly answer: Answer;
  /** Who sent it; nobody in particular when left out. */
  readonly owner?: string | null;
  /** Whether no language model may read it. */
  readonly offlineOnly?: boolean;
}

/** Grades an answer that belongs to no session: committed first, then queued, then waited for. */
export async function gradeAnswer(
  request: AnswerToGrade,
  { timeoutMs, ports }: { readonly timeoutMs: number; readonly ports: InterviewParts },
): Promise<{ readonly jobId: string; readonly grade: Grade | null }> {
  const question = questionFor(request, ports);
  const job = await commitJob(request, { purpose: "grade", sessionId: null, ports });
  const graded = timeoutMs > 0 ? firstGrade(job.id, { timeoutMs, ports }) : Promise.resolve(null);
  ports.queue.enqueue({ id: job.id, lane: laneOf(question.kind), owner: queueOwner(job) });
  return { jobId: job.id, grade: await graded };
}

/** @throws {NotFound | InvalidRequest} when there is no such question or the answer does not fit it. */
export function questionFor({ questionId, answer }: AnswerToGrade, { bank }: InterviewParts): Question {
  const question = bank.get(questionId);
  if (!question) throw new NotFound("question", questionId);
  refuseUnfit(answer, question);
  return question;
}

/** @throws {QueueFull} */
export async function commitJob(
  { questionId, answer, owner = null, offlineOnly = false }: AnswerToGrade,
  { purpose, sessionId, ports }: {
    readonly purpose: JobRecord["purpose"];
    readonly sessionId: string | null;
    readonly ports: InterviewParts;
  },
): Promise<JobRecord> {
  const { store, queue, clock, ids, fresh } = ports;
  if (queue.isFullFor(queueOwner({ sessionId, owner }))) throw new QueueFull(retryAfterS);
  const at = clock.now().toISOString();
  const job = newJob({ id: ids.next("job"), sessionId, owner, questionId, purpose, answer, offlineOnly, at });
  await store.commit({ session: null, job });
  fresh.set(job.id, job);
  return job;
}

/**
 * The grade of a job that has not been worked on yet, or `null` after `timeoutMs`, when the signal aborts or the server ends.
 *
 * @throws {Conflict} when the job is cancelled
 */
export async function firstGrade(
  jobId: string,
  { timeoutMs, signal, ports }: {
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
    readonly ports: Pick<InterviewParts, "listeners" | "clock" | "ending">;
  },
): Promise<Grade | null> {
  const over = new AbortController();
  const graded = Promise.withResolvers<Grade | null>();
  const stop = ports.listeners.listen(jobId, (told) => {
    if (told.kind === "graded") graded.resolve(told.grade);
    if (told.kind === "cancelled") {
      graded.reject(new Conflict(`Cannot grade the answer: job "${jobId}" was cancelled, expected it to go on`));
    }
  });
  const end = AbortSignal.any([over.signal, ports.ending, ...(signal ? [signal] : [])]);
  const timeout = ports.clock.sleep(timeoutMs, end).then(() => graded.resolve(null));
  try {
    return await graded.promise;
  } finally {
    stop();
    over.abort();
    await timeout;
  }
}
