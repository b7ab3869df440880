import type { Interview } from "../interview/mod.ts";
import type { PublicQuestion } from "../question-bank/mod.ts";
import { conversationMessage } from "./blocks.ts";
import type { Binding, SlackStore, SlackWeb } from "./ports.ts";

/** Keeps threads in step with their interviews, wherever these go on. */
export interface Threads {
  /** Posts what is new, until the interview is over; nothing happens when it is followed already. */
  follow(binding: Binding): void;
  /** Resolves when everything that is committed now is in the thread. */
  sync(sessionId: string): Promise<void>;
  /** Follows every interview that an earlier process has left. */
  resume(): Promise<void>;
  /** Stops following. */
  close(): Promise<void>;
}

/** Parts of {@link createThreads}. */
export interface ThreadParts {
  readonly store: SlackStore;
  readonly interview: Pick<Interview, "get" | "events">;
  readonly web: (teamId: string) => Promise<SlackWeb | null>;
  readonly questions: (id: string) => PublicQuestion | undefined;
  readonly webUrl: (sessionId: string) => string;
  onFault(error: unknown, fields: Record<string, unknown>): void;
}

/**
 * Builds it. A turn is one message in the thread: it appears when the turn is taken and is changed when its grade is there; the
 * message before it loses its buttons.
 */
export function createThreads({ store, interview, web, questions, webUrl, onFault }: ThreadParts): Threads {
  const following = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  /** One after the other for each interview. */
  const lines = new Map<string, Promise<void>>();

  const post = async (sessionId: string): Promise<void> => {
    const [binding, session] = [await store.binding(sessionId), await interview.get(sessionId)];
    if (!binding || !session || session.transcript.length === binding.posted && session.state !== "finished") return;
    const client = await web(binding.teamId);
    if (!client) return;
    const { transcript } = session;
    const over = session.state === "finished";
    const render = (from: number, to: number, moves: boolean) =>
      conversationMessage(session, {
        entries: transcript.slice(from, to),
        questions,
        webUrl: webUrl(sessionId),
        moves,
      });
    const { channelId, threadTs, lastTs, lastFrom, posted } = binding;
    if (transcript.length === posted) {
      return await store.posted(sessionId, { posted, lastTs, lastFrom, over });
    }
    // What was said about an answer goes into the answer's own message.
    const goesOn = lastTs !== null && transcript[posted - 1]?.kind === "answer";
    if (goesOn) {
      await client.updateMessage({ channel: channelId, ts: lastTs, ...render(lastFrom, transcript.length, true) });
      return await store.posted(sessionId, { posted: transcript.length, lastTs, lastFrom, over });
    }
    if (lastTs !== null) {
      await client.updateMessage({ channel: channelId, ts: lastTs, ...render(lastFrom, posted, false) });
    }
    const { ts } = await client.postMessage({
      channel: channelId,
      thread_ts: threadTs,
      ...render(posted, transcript.length, true),
    });
    await store.posted(sessionId, { posted: transcript.length, lastTs: ts, lastFrom: posted, over });
  };
  const sync = (sessionId: string): Promise<void> => {
    const next = (lines.get(sessionId) ?? Promise.resolve()).then(() => post(sessionId));
    const settled = next.catch((error) => onFault(error, { sessionId }));
    lines.set(sessionId, settled);
    void settled.then(() => lines.get(sessionId) === settled && lines.delete(sessionId));
    return settled;
  };
  const followUntilOver = async (sessionId: string, signal: AbortSignal): Promise<void> => {
    await sync(sessionId);
    for await (const { name } of interview.events(sessionId, null, signal)) {
      if (name !== "delta" && name !== "progress") await sync(sessionId);
    }
    if (!signal.aborted) await sync(sessionId);
  };
  const follow = ({ sessionId }: Binding): void => {
    if (following.has(sessionId)) return;
    const stop = new AbortController();
    const ended = followUntilOver(sessionId, stop.signal)
      .catch((error) => onFault(error, { sessionId }))
      .finally(() => following.delete(sessionId));
    following.set(sessionId, { stop, ended });
  };
  return {
    follow,
    sync,
    async resume() {
      for (const binding of await store.openBindings()) follow(binding);
    },
    async close() {
      const all = [...following.values()];
      for (const { stop } of all) stop.abort();
      await Promise.all(all.map(({ ended }) => ended));
      await Promise.all(lines.values());
    },
  };
}
