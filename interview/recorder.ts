import type { NewEntry, SessionEventData, SessionRecord } from "./records.ts";
import type { Clock, Ids } from "./ports.ts";

/** What one step adds to a session's events. */
export interface Happening {
  readonly entries: readonly (NewEntry & { readonly id?: string })[];
  /** A grade that listeners may see now. */
  readonly gradeId?: string;
}

/**
 * Turns what happened into events: the grade, then what was said, then the new state, then the end. Returns the session with
 * its events counted.
 */
export function record(
  before: SessionRecord | null,
  after: SessionRecord,
  options: Happening & { readonly clock: Clock; readonly ids: Ids },
): { session: SessionRecord; events: readonly SessionEventData[] } {
  const at = options.clock.now().toISOString();
  const events: SessionEventData[] = options.entries.map(({ id, ...entry }) => ({
    name: "message",
    data: { id: id ?? options.ids.next("entry"), at, ...entry },
  }));
  if (options.gradeId) events.unshift({ name: "grade", gradeId: options.gradeId });
  if (before?.state !== after.state || before?.items.length !== after.items.length) {
    events.push({ name: "state", data: { state: after.state, position: after.items.length } });
  }
  if (after.state === "finished" && before?.state !== "finished") events.push({ name: "done" });
  return { session: { ...after, eventCount: after.eventCount + events.length }, events };
}
