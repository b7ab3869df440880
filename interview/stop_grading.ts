import { Conflict, NotFound } from "./errors.ts";
import type { InterviewParts } from "./interview.ts";
import { StaleChange } from "./ports.ts";
import { record } from "./recorder.ts";
import * as words from "./words.ts";

/**
 * Gives the grading of the last answer up: what runs for it is stopped, and the candidate may answer again. The answer is kept;
 * it has no grade and costs nothing.
 *
 * @throws {NotFound} unknown session
 * @throws {Conflict} nothing is being graded
 */
export async function stopGrading(sessionId: string, ports: InterviewParts): Promise<void> {
  const { store, queue, fresh, clock, ids, listeners } = ports;
  const session = await store.session(sessionId);
  if (!session) throw new NotFound("session", sessionId);
  const nothing = new Conflict("Cannot stop: nothing is being graded, expected an answer that is");
  if (session.state !== "grading") throw nothing;
  const said = (await store.events(sessionId, 0)).flatMap(({ event }) => event.name === "message" ? [event.data] : []);
  const answer = said.findLast(({ kind }) => kind === "answer");
  if (!answer) throw nothing;
  // An answer's entry has the id of its turn, and so has its job.
  const jobId = answer.id.replace(/^turn/, "job");
  const { session: after, events } = record(session, { ...session, state: "awaiting-answer" }, {
    entries: [{
      role: "interviewer",
      kind: "notice",
      text: words.stopped,
      ...(answer.questionId && { questionId: answer.questionId }),
    }],
    clock,
    ids,
  });
  try {
    await store.commit({ session: after, previous: session, events, cancelledJobId: jobId });
  } catch (error) {
    if (!(error instanceof StaleChange)) throw error;
    throw nothing;
  }
  fresh.delete(jobId);
  queue.cancel(jobId);
  listeners.tell(sessionId, { kind: "committed" });
}
