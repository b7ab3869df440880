import type { Answer, Grade } from "../grader/mod.ts";
import { NotFound } from "./errors.ts";
import { type InterviewPorts, laneOf, until } from "./interview.ts";
import { QueueFull } from "./ports.ts";
import { refuseUnfit } from "./take_turn.ts";

const retryAfterS = 5;

/** Grades an answer that belongs to no session: committed first, then queued, then waited for. */
export async function gradeAnswer(
  { questionId, answer }: { readonly questionId: string; readonly answer: Answer },
  options: { readonly timeoutMs: number; readonly ports: InterviewPorts },
): Promise<{ readonly jobId: string; readonly grade: Grade | null }> {
  const { bank, store, queue, listeners, clock, ids } = options.ports;
  const question = bank.get(questionId);
  if (!question) throw new NotFound("question", questionId);
  refuseUnfit(answer, question);
  if (queue.full) throw new QueueFull(retryAfterS);
  const jobId = ids.next("job");
  const at = clock.now().toISOString();
  await store.commit({
    session: null,
    job: {
      id: jobId,
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
    },
  });
  queue.enqueue({ id: jobId, lane: laneOf(question.kind) });
  let grade: Grade | null = null;
  if (options.timeoutMs > 0) {
    await until(async () => (grade = (await store.gradeOfJob(jobId))?.grade ?? null) !== null, {
      topic: jobId,
      timeoutMs: options.timeoutMs,
      listeners,
      clock,
    });
  }
  return { jobId, grade };
}
