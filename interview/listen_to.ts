import type { InterviewPorts } from "./interview.ts";
import type { Signal } from "./listeners.ts";
import type { StoredEvent } from "./records.ts";
import type { SessionEvent } from "./types.ts";

/**
 * A session's events after `afterId`, then new ones as they happen, until the interview has ended or the signal aborts.
 *
 * A committed event has its place as id ("7"). What only passes by (pieces of text, progress) has the place of the last
 * committed event and a count ("7.2"), so that whoever resumes after it misses nothing that lasts.
 */
export async function* listenTo(
  sessionId: string,
  { afterId, signal, ports }: {
    readonly afterId: string | null;
    readonly signal: AbortSignal;
    readonly ports: InterviewPorts;
  },
): AsyncIterable<SessionEvent> {
  const passing: Extract<Signal, { kind: "passing" }>[] = [];
  let wake = () => {};
  const onAbort = () => wake();
  const gone = AbortSignal.any([signal, ports.ending]);
  gone.addEventListener("abort", onAbort);
  const stop = ports.listeners.listen(sessionId, (told) => {
    if (told.kind === "passing") passing.push(told);
    wake();
  });
  let last = Math.max(0, Number.parseInt(afterId ?? "0", 10) || 0);
  let count = 0;
  const live = afterId !== null;
  let caughtUp = false;
  let done = false;
  try {
    while (!gone.aborted) {
      const signalled = new Promise<void>((resolve) => wake = resolve);
      // Asked before the events are read: what is finished then can add no event that this reading misses.
      const over = await ended(sessionId, ports);
      for (const { event } of passing.splice(0)) yield { ...event, id: `${last}.${++count}` };
      for (const stored of await ports.store.events(sessionId, last)) {
        last = stored.seq;
        count = 0;
        if (caughtUp || live) yield* pieces(stored, () => `${last - 1}.${++count}`);
        const event = await told(stored, ports);
        if (event) yield event;
        if (stored.event.name === "done") done = true;
      }
      caughtUp = true;
      // What was graded anew after the end stands behind it.
      if (over || done) return;
      if (!gone.aborted && passing.length === 0) await signalled;
    }
  } finally {
    stop();
    gone.removeEventListener("abort", onAbort);
  }
}

/** What the interviewer says is told paragraph by paragraph before it is told whole. */
function* pieces(stored: StoredEvent, nextId: () => string): Iterable<SessionEvent> {
  if (stored.event.name !== "message" || stored.event.data.role !== "interviewer") return;
  const { id, text } = stored.event.data;
  for (const piece of text.split(/(?<=\n\n)/)) yield { id: nextId(), name: "delta", data: { id, text: piece } };
}

async function told({ seq, event }: StoredEvent, { store }: InterviewPorts): Promise<SessionEvent | null> {
  const id = String(seq);
  switch (event.name) {
    case "message":
      return { id, name: "message", data: event.data };
    case "state":
      return { id, name: "state", data: event.data };
    case "done":
      return { id, name: "done", data: {} };
    case "grade": {
      const found = await store.grade(event.gradeId);
      return found && { id, name: "grade", data: found.grade };
    }
    default:
      return event satisfies never;
  }
}

/** Whether nothing can follow any more: the session is finished (its end was told before), or erased. */
async function ended(sessionId: string, { store }: InterviewPorts): Promise<boolean> {
  const session = await store.session(sessionId);
  return session === null || session.state === "finished";
}
