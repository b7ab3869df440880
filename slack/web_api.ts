import type { SlackWeb } from "./ports.ts";

/** Slack said no. */
export class SlackError extends Error {
  override name = "SlackError";
  /** Slack's own word for it, such as "channel_not_found". */
  readonly code: string;
  constructor(method: string, code: string) {
    super(`Cannot ${method}: Slack answered "${code}"`);
    this.code = code;
  }
}

/** How to reach the Web API. */
export interface WebApiOptions {
  /** For example "https://slack.com/api/". */
  readonly baseUrl: string;
  /** Waits before a call that was limited is made again. */
  readonly sleep: (ms: number) => Promise<void>;
}

const attemptsMax = 4;
const timeoutMs = 10_000;

/**
 * Calls a method of Slack's Web API. What Slack limits (429) is tried again after the time that it names.
 *
 * @throws {SlackError} when Slack answers `ok: false`
 */
export async function callSlack(
  method: string,
  { body, authorization, baseUrl, sleep }: WebApiOptions & {
    readonly body: Readonly<Record<string, unknown>> | URLSearchParams;
    readonly authorization: string;
  },
): Promise<Record<string, unknown>> {
  const isForm = body instanceof URLSearchParams;
  for (let attempt = 1;; attempt++) {
    const reply = await fetch(new URL(method, baseUrl), {
      method: "POST",
      headers: {
        "Content-Type": isForm ? "application/x-www-form-urlencoded" : "application/json; charset=utf-8",
        "Authorization": authorization,
      },
      body: isForm ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (reply.status === 429 && attempt < attemptsMax) {
      await reply.body?.cancel();
      await sleep(1_000 * (Number(reply.headers.get("Retry-After")) || 1));
      continue;
    }
    if (!reply.ok) {
      await reply.body?.cancel();
      throw new SlackError(method, `HTTP ${reply.status}`);
    }
    const { ok, error, ...rest } = await reply.json();
    if (ok !== true) throw new SlackError(method, typeof error === "string" ? error : "unknown error");
    return rest;
  }
}

/** The Web API for a workspace's bot token. */
export function slackWeb(token: string, options: WebApiOptions): SlackWeb {
  const call = (method: string, body: Readonly<Record<string, unknown>>) =>
    callSlack(method, { ...options, body, authorization: `Bearer ${token}` });
  return {
    async postMessage(message) {
      const { channel, ts } = await call("chat.postMessage", { ...message, unfurl_links: false, unfurl_media: false });
      return { channel: String(channel), ts: String(ts) };
    },
    updateMessage: async (message) => void await call("chat.update", message),
    postEphemeral: async (message) => void await call("chat.postEphemeral", message),
    async openConversation(userId) {
      const { channel } = await call("conversations.open", { users: userId });
      return String((channel as { id: string }).id);
    },
    openView: async (options) => void await call("views.open", options),
    publishHome: async (options) => void await call("views.publish", options),
  };
}

/** Sends a text to the address that came with a command or a press; it works for 30 minutes. */
export async function respond(
  responseUrl: string,
  { text, baseUrl }: { readonly text: string; readonly baseUrl: string },
): Promise<void> {
  const target = new URL(responseUrl);
  const home = new URL(baseUrl);
  // The address comes with a signed request, but nothing is posted to anywhere else.
  if (target.host !== home.host && !(target.protocol === "https:" && /(^|\.)slack\.com$/.test(target.hostname))) {
    throw new SlackError("respond", `an address at ${target.host}`);
  }
  const reply = await fetch(target, {
    method: "POST",
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify({ response_type: "ephemeral", text }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  await reply.body?.cancel();
}
