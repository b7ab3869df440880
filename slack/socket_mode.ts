import { ofCommand, ofEvent, ofInteraction, type Request } from "./requests.ts";
import type { Slack } from "./slack.ts";
import { callSlack, type WebApiOptions } from "./web_api.ts";

/** A connection that Slack sends requests through, for networks that nobody reaches from outside. */
export interface SocketMode {
  /** Ends it. */
  close(): Promise<void>;
}

const waitMinMs = 1_000;
const waitMaxMs = 60_000;

/**
 * Connects, and connects again whenever Slack ends the connection. An envelope is acknowledged when what it asks for is on disk.
 *
 * @param appToken starts with "xapp-" and has the scope connections:write
 */
export function openSocketMode(
  { appToken, slack, onFault, ...api }: WebApiOptions & {
    readonly appToken: string;
    readonly slack: Slack;
    onFault(error: unknown, fields: Record<string, unknown>): void;
  },
): SocketMode {
  const ending = new AbortController();
  const connect = async (): Promise<void> => {
    const { url } = await callSlack("apps.connections.open", {
      ...api,
      body: new URLSearchParams(),
      authorization: `Bearer ${appToken}`,
    });
    const socket = new WebSocket(String(url));
    const close = () => socket.close();
    ending.signal.addEventListener("abort", close);
    const working = new Set<Promise<void>>();
    socket.addEventListener("message", ({ data }) => {
      const work = receive(socket, String(data), slack)
        .catch((error) => onFault(error, { socket: true }))
        .finally(() => working.delete(work));
      working.add(work);
    });
    await new Promise<void>((resolve) => {
      socket.addEventListener("close", () => resolve());
      socket.addEventListener("error", () => socket.close());
    });
    ending.signal.removeEventListener("abort", close);
    await Promise.all(working);
  };
  const stay = async (): Promise<void> => {
    let waitMs = waitMinMs;
    while (!ending.signal.aborted) {
      try {
        await connect();
        waitMs = waitMinMs;
      } catch (error) {
        onFault(error, { socket: true });
        waitMs = Math.min(2 * waitMs, waitMaxMs);
      }
      if (!ending.signal.aborted) await api.sleep(waitMs);
    }
  };
  const staying = stay();
  return {
    async close() {
      ending.abort();
      await staying;
    },
  };
}

async function receive(socket: WebSocket, data: string, slack: Slack): Promise<void> {
  const { envelope_id: id, type, payload } = JSON.parse(data);
  if (type === "disconnect") return socket.close();
  if (typeof id !== "string") return;
  const { task, form } = requestOf(type, payload ?? {});
  const opening = form && slack.openForm(form, form);
  if (task) await slack.take(task);
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ envelope_id: id }));
  await opening;
}

function requestOf(type: unknown, payload: Record<string, unknown>): Request {
  switch (type) {
    case "slash_commands":
      return ofCommand(payload);
    case "interactive":
      return ofInteraction(payload);
    case "events_api":
      return ofEvent(payload);
    default:
      return {};
  }
}
