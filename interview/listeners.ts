import type { Grade } from "../grader/mod.ts";
import type { SessionEvent } from "./types.ts";

/** An event that is told and not kept; it gets its id from the listener. */
export type PassingEvent = {
  [Name in "delta" | "progress" | "error"]: Omit<Extract<SessionEvent, { readonly name: Name }>, "id">;
}["delta" | "progress" | "error"];

/** What happens and is not kept: pieces of text as they are written, checks as they pass, ends of jobs. */
export type Signal =
  | { readonly kind: "committed" }
  | { readonly kind: "graded"; readonly grade: Grade }
  | { readonly kind: "cancelled" }
  | { readonly kind: "passing"; readonly event: PassingEvent };

/** Tells those who listen to a session or a job that something happened. In memory; what must last is in the store. */
export interface Listeners {
  /** Calls `listener` at every signal on `topic` until the returned function is called. */
  listen(topic: string, listener: (signal: Signal) => void): () => void;
  /** Calls every listener of `topic` now. */
  tell(topic: string, signal: Signal): void;
}

/** Listeners within one process. */
export function createListeners(): Listeners {
  const byTopic = new Map<string, Set<(signal: Signal) => void>>();
  return {
    listen(topic, listener) {
      const listeners = byTopic.get(topic) ?? new Set();
      byTopic.set(topic, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byTopic.get(topic) === listeners) byTopic.delete(topic);
      };
    },
    tell(topic, signal) {
      for (const listener of byTopic.get(topic) ?? []) listener(signal);
    },
  };
}
