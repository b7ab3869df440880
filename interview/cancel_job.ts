import { Conflict, NotFound } from "./errors.ts";
import type { InterviewParts } from "./interview.ts";

/** Marks a job as cancelled first, so that no grade can be committed any more, and then stops the work on it. */
export async function cancelJob(jobId: string, { store, queue, listeners, fresh }: InterviewParts): Promise<void> {
  const cancelled = await store.cancelJob(jobId);
  if (!cancelled) {
    const job = await store.job(jobId);
    if (!job) throw new NotFound("job", jobId);
    if (job.state === "done") throw new Conflict(`Cannot cancel job "${jobId}": it is done, expected it to go on`);
  }
  fresh.delete(jobId);
  queue.cancel(jobId);
  listeners.tell(jobId, { kind: "cancelled" });
}
