import { Conflict, NotFound } from "./errors.ts";
import type { InterviewParts } from "./interview.ts";
import { StaleChange } from "./ports.ts";
import { record } from "./recorder.ts";
import type { SessionRecord } from "./records.ts";
import * as words from "./words.ts";

/** A session whose clock runs again from `at` on, with the time that was left. */
export function running(session: SessionRecord, at: Date): SessionRecord {
  if (session.timeLeftMs === null) return session;
  return { ...session, deadline: new Date(at.getTime() + session.timeLeftMs).toISOString(), timeLeftMs: null };
}

/**
 * Stops the clock of a timed interview, or starts it again. Nothing happens when it does already what is wanted.
 *
 * @throws {NotFound} unknown session
 * @throws {Conflict} it has no clock, an answer is being graded, the time is over or the interview is finished
 */
export async function setClock(
  sessionId: string,
  wanted: "paused" | "running",
  ports: InterviewParts,
): Promise<void> {
  const { store, clock, ids, listeners } = ports;
  const session = await store.session(sessionId);
  if (!session) throw new NotFound("session", sessionId);
  const now = clock.now();
  if (session.mode !== "timed" || session.state !== "awaiting-answer") {
    throw new Conflict(
      `Cannot stop or start the clock: the session is ${session.mode} and ${session.state}, expected a timed one that awaits an answer`,
    );
  }
  if ((wanted === "paused") === (session.timeLeftMs !== null)) return;
  const changed = wanted === "running" ? running(session, now) : paused(session, now);
  const { session: after, events } = record(session, changed, {
    entries: [{ role: "interviewer", kind: "notice", text: words.clock[wanted] }],
    clock,
    ids,
  });
  try {
    await store.commit({ session: after, previous: session, events });
  } catch (error) {
    if (!(error instanceof StaleChange)) throw error;
    return await setClock(sessionId, wanted, ports);
  }
  listeners.tell(sessionId, { kind: "committed" });
}

function paused(session: SessionRecord, now: Date): SessionRecord {
  const timeLeftMs = Date.parse(session.deadline ?? "") - now.getTime();
  if (!(timeLeftMs > 0)) throw new Conflict("Cannot stop the clock: the time is over, expected some to be left");
  return { ...session, deadline: null, timeLeftMs };
}
