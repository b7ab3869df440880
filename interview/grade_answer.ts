import type { Answer, Grade } from "../grader/mod.ts";
import { NotFound } from "./errors.ts";
import { type InterviewParts, laneOf } from "./interview.ts";
import { QueueFull } from "./ports.ts";
import type { JobRecord } from "./records.ts";
import { refuseUnfit } from "./take_turn.ts";

const retryAfterS = 5;

/** Grades an answer that belongs to no session: committed first, then queued, then waited for. */
export async function gradeAnswer(
  { questionId, answer }: { readonly questionId: string; readonly answer: Answer },
  options: { readonly timeoutMs: number; readonly ports: InterviewParts },
): Promise<{ readonly jobId: string; readonly grade: Grade | null }> {
  const { bank, store, queue, clock, ids, fresh } = options.ports;
  const question = bank.get(questionId);
  if (!question) throw new NotFound("question", questionId);
  refuseUnfit(answer, question);
  if (queue.full) throw new QueueFull(retryAfterS);
  const at = clock.now().toISOString();
  const job: JobRecord = {
    id: ids.next("job"),
    turnId: null,
    sessionId: null,
    questionId,
    answer,
    criterionId: null,
    supersedes: null,
    state: "queued",
    starts: 1,
    createdAt: at,
    updatedAt: at,
  };
  await store.commit({ session: null, job });
  fresh.set(job.id, job);
  const graded = options.timeoutMs > 0
    ? firstGrade(job.id, { timeoutMs: options.timeoutMs, ports: options.ports })
    : Promise.resolve(null);
  queue.enqueue({ id: job.id, lane: laneOf(question.kind) });
  return { jobId: job.id, grade: await graded };
}

/** The grade of a job that has not been worked on yet, or `null` after `timeoutMs`, or when the server ends. */
async function firstGrade(
  jobId: string,
  { timeoutMs, ports }: {
    readonly timeoutMs: number;
    readonly ports: Pick<InterviewParts, "listeners" | "clock" | "ending">;
  },
): Promise<Grade | null> {
  const over = new AbortController();
  const graded = Promise.withResolvers<Grade | null>();
  const stop = ports.listeners.listen(jobId, (signal) => signal.kind === "graded" && graded.resolve(signal.grade));
  const timeout = ports.clock.sleep(timeoutMs, AbortSignal.any([over.signal, ports.ending]))
    .then(() => graded.resolve(null));
  try {
    return await graded.promise;
  } finally {
    stop();
    over.abort();
    await timeout;
  }
}
