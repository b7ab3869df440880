import type { Grade } from "../grader/mod.ts";
import { cancelJob } from "./cancel_job.ts";
import { Conflict, InvalidRequest } from "./errors.ts";
import { type AnswerToGrade, commitJob, firstGrade, questionFor, retryAfterS } from "./grade_answer.ts";
import { type InterviewParts, laneOf, queueOwner } from "./interview.ts";
import { QueueFull } from "./ports.ts";

/**
 * Runs the visible checks on an answer. It waits in the same lane as answers that count, so that trials cannot crowd those out.
 * Nobody could ask for the result later: a trial that is not over in time is cancelled.
 */
export async function precheck(
  request: AnswerToGrade,
  { timeoutMs, signal, sessionId = null, ports }: {
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
    /** The interview in which it is tried, and with which it is erased. */
    readonly sessionId?: string | null;
    readonly ports: InterviewParts;
  },
): Promise<Grade> {
  const question = questionFor(request, ports);
  if (question.kind !== "coding") {
    throw new InvalidRequest([{
      pointer: "/questionId",
      detail: `"${question.id}" is a ${question.kind} question, expected a coding question: only code has a precheck`,
    }]);
  }
  const job = await commitJob(request, { purpose: "precheck", sessionId, ports });
  const checked = firstGrade(job.id, { timeoutMs, ...(signal && { signal }), ports });
  ports.queue.enqueue({ id: job.id, lane: laneOf(question.kind), owner: queueOwner(job) });
  const grade = await checked;
  if (grade) return grade;
  await cancelJob(job.id, ports).catch((error) => {
    // It ended in the last moment.
    if (!(error instanceof Conflict)) throw error;
  });
  throw new QueueFull(retryAfterS);
}
