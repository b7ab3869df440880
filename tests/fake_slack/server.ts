import { createHmac } from "node:crypto";
import { faultsOfBlocks, faultsOfView } from "./limits.ts";

type Json = Record<string, unknown>;

/** A message as Slack holds it. */
export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly ephemeralFor: string | null;
  text: string;
  blocks: readonly Json[];
  /** How often it was changed. */
  updates: number;
}

/** A button that members see. */
export interface SlackButton {
  readonly text: string;
  readonly actionId: string;
  readonly value: string | null;
  readonly url: string | null;
  readonly message: SlackMessage;
}

/**
 * Slack on loopback: a Web API that refuses what Slack's documented limits refuse, and a sender that signs what members do. It
 * shares no code with what it tests.
 */
export interface FakeSlack extends AsyncDisposable {
  /** To be given as SLACK_API_URL. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  /** Messages, oldest first; ephemeral ones too. */
  readonly messages: readonly SlackMessage[];
  /** Forms that were opened, oldest first. */
  readonly views: readonly Json[];
  /** Home pages by member. */
  readonly homes: ReadonlyMap<string, Json>;
  /** Texts sent to addresses of commands and presses. */
  readonly responses: readonly string[];
  /** What was refused, with the reason: a correct app leaves it empty. */
  readonly refused: readonly string[];
  /** Where requests are sent: the app under test. */
  target: (path: string, init: RequestInit) => Promise<Response>;
  /** Slack's clock, in ms. */
  now: () => number;
  /** How many of the next calls are limited (429). */
  limitNext: number;
  /** Sends a signed body, as Slack does. */
  send(
    path: string,
    body: string,
    options?: { readonly contentType?: string; readonly headers?: Record<string, string> },
  ): Promise<Response>;
  command(
    command: string,
    text: string,
    options?: { readonly user?: string; readonly channel?: string },
  ): Promise<Response>;
  press(button: SlackButton, options?: { readonly user?: string }): Promise<Response>;
  submit(view: Json, text: string, options?: { readonly user?: string }): Promise<Response>;
  event(event: Json, options?: { readonly id?: string; readonly headers?: Record<string, string> }): Promise<Response>;
  /** Buttons that a member can press in the newest message that has any; `at` counts back from it. */
  buttons(): readonly SlackButton[];
  /** Sends an envelope through Socket Mode; resolves when it is acknowledged. */
  envelope(type: string, payload: Json): Promise<void>;
  /** Ends the socket, as Slack does now and then. */
  dropSocket(): void;
  /** Resolves when an app is connected through Socket Mode. */
  connected(): Promise<void>;
}

const team = "T1";

/** Starts it. */
export function startFakeSlack(): FakeSlack {
  const messages: SlackMessage[] = [];
  const views: Json[] = [];
  const homes = new Map<string, Json>();
  const responses: string[] = [];
  const refused: string[] = [];
  const triggers = new Map<string, number>();
  const codes = new Set<string>(["good-code"]);
  let count = 0;
  let socket: WebSocket | null = null;
  let onConnected = Promise.withResolvers<void>();
  const acknowledged = new Map<string, () => void>();
  const next = (prefix: string) => `${prefix}${++count}`;

  const fault = (method: string, code: string, why: string) => {
    refused.push(`${method}: ${why}`);
    return { ok: false, error: code };
  };
  const api: Readonly<Record<string, (body: Json) => Json>> = {
    "chat.postMessage": (body) => {
      const faults = faultsOfBlocks(body.blocks, body.text);
      if (faults.length > 0) return fault("chat.postMessage", "invalid_blocks", faults.join("; "));
      const message: SlackMessage = {
        channel: String(body.channel),
        ts: next("1700000000."),
        threadTs: typeof body.thread_ts === "string" ? body.thread_ts : null,
        ephemeralFor: null,
        text: String(body.text),
        blocks: body.blocks as Json[],
        updates: 0,
      };
      messages.push(message);
      return { ok: true, channel: message.channel, ts: message.ts };
    },
    "chat.update": (body) => {
      const message = messages.find(({ channel, ts }) => channel === body.channel && ts === body.ts);
      if (!message) return fault("chat.update", "message_not_found", String(body.ts));
      const faults = faultsOfBlocks(body.blocks, body.text);
      if (faults.length > 0) return fault("chat.update", "invalid_blocks", faults.join("; "));
      message.text = String(body.text);
      message.blocks = body.blocks as Json[];
      message.updates++;
      return { ok: true };
    },
    "chat.postEphemeral": (body) => {
      const faults = faultsOfBlocks(body.blocks, body.text);
      if (faults.length > 0) return fault("chat.postEphemeral", "invalid_blocks", faults.join("; "));
      messages.push({
        channel: String(body.channel),
        ts: next("1700000000."),
        threadTs: null,
        ephemeralFor: String(body.user),
        text: String(body.text),
        blocks: body.blocks as Json[],
        updates: 0,
      });
      return { ok: true };
    },
    "conversations.open": (body) => ({ ok: true, channel: { id: `D-${body.users}` } }),
    "views.open": (body) => {
      const trigger = String(body.trigger_id);
      const until = triggers.get(trigger);
      triggers.delete(trigger);
      if (until === undefined) return fault("views.open", "invalid_trigger_id", "a trigger is good for one form");
      if (until < Date.now()) return fault("views.open", "expired_trigger_id", "a trigger is good for three seconds");
      const faults = faultsOfView(body.view);
      if (faults.length > 0) return fault("views.open", "invalid_arguments", faults.join("; "));
      views.push({ ...body.view as Json, id: next("V") });
      return { ok: true };
    },
    "views.publish": (body) => {
      const faults = faultsOfView(body.view);
      if (faults.length > 0) return fault("views.publish", "invalid_arguments", faults.join("; "));
      homes.set(String(body.user_id), body.view as Json);
      return { ok: true };
    },
  };
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === "/socket") return upgrade(request);
    if (pathname.startsWith("/respond/")) {
      responses.push(String((await request.json()).text));
      return new Response("ok");
    }
    if (fake.limitNext > 0) {
      fake.limitNext--;
      await request.body?.cancel();
      return new Response(null, { status: 429, headers: { "Retry-After": "1" } });
    }
    const method = pathname.replace("/api/", "");
    if (method === "oauth.v2.access") return Response.json(access(request, new URLSearchParams(await request.text())));
    if (method === "apps.connections.open") {
      await request.body?.cancel();
      if (request.headers.get("Authorization") !== "Bearer xapp-1") {
        return Response.json({ ok: false, error: "invalid_auth" });
      }
      return Response.json({ ok: true, url: `ws://127.0.0.1:${server.addr.port}/socket` });
    }
    const body: Json = await request.json();
    if (request.headers.get("Authorization") !== `Bearer ${fake.botToken}`) {
      return Response.json(fault(method, "invalid_auth", "another token"));
    }
    const call = api[method];
    return Response.json(call ? call(body) : fault(method, "unknown_method", "viva needs no such method"));
  };
  const access = (request: Request, form: URLSearchParams): Json => {
    const code = form.get("code") ?? "";
    if (request.headers.get("Authorization") !== `Basic ${btoa("1.2:hidden")}`) {
      return fault("oauth", "bad_client_secret", "");
    }
    if (!codes.delete(code)) return fault("oauth.v2.access", "invalid_code", code);
    return { ok: true, access_token: fake.botToken, bot_user_id: "B1", team: { id: team } };
  };
  const upgrade = (request: Request): Response => {
    const { socket: connection, response } = Deno.upgradeWebSocket(request);
    connection.addEventListener("open", () => {
      socket = connection;
      connection.send(JSON.stringify({ type: "hello" }));
      onConnected.resolve();
    });
    connection.addEventListener("message", ({ data }) => acknowledged.get(JSON.parse(data).envelope_id)?.());
    return response;
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const trigger = () => {
    const id = next("trigger-");
    triggers.set(id, Date.now() + 3_000);
    return id;
  };
  const responseUrl = () => `${origin}/respond/${next("")}`;
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

  const fake: FakeSlack = {
    apiUrl: `${origin}/api/`,
    signingSecret: "a signing secret",
    botToken: "xoxb-1",
    messages,
    views,
    homes,
    responses,
    refused,
    limitNext: 0,
    now: () => Date.now(),
    target: () => Promise.reject(new Error("Cannot send: there is no app, expected a target")),
    send(path, body, { contentType = "application/x-www-form-urlencoded", headers = {} } = {}) {
      const timestamp = String(Math.floor(fake.now() / 1_000));
      const signature = createHmac("sha256", fake.signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
      return fake.target(path, {
        method: "POST",
        headers: {
          "Content-Type": contentType,
          "X-Slack-Request-Timestamp": timestamp,
          "X-Slack-Signature": `v0=${signature}`,
          ...headers,
        },
        body,
      });
    },
    command: (command, text, { user = "U1", channel = "C1" } = {}) =>
      fake.send(
        "/slack/commands",
        form({
          command,
          text,
          team_id: team,
          user_id: user,
          channel_id: channel,
          trigger_id: trigger(),
          response_url: responseUrl(),
        }),
      ),
    press: (button, { user = "U1" } = {}) =>
      fake.send(
        "/slack/interactivity",
        form({
          payload: JSON.stringify({
            type: "block_actions",
            team: { id: team },
            user: { id: user },
            channel: { id: button.message.channel },
            message: { ts: button.message.ts },
            trigger_id: trigger(),
            response_url: responseUrl(),
            actions: [{ type: "button", action_id: button.actionId, value: button.value }],
          }),
        }),
      ),
    submit: (view, text, { user = "U1" } = {}) =>
      fake.send(
        "/slack/interactivity",
        form({
          payload: JSON.stringify({
            type: "view_submission",
            team: { id: team },
            user: { id: user },
            view: { ...view, state: { values: { answer: { text: { type: "plain_text_input", value: text } } } } },
          }),
        }),
      ),
    event: (event, { id = next("Ev"), headers = {} } = {}) =>
      fake.send("/slack/events", JSON.stringify({ type: "event_callback", team_id: team, event_id: id, event }), {
        contentType: "application/json",
        headers,
      }),
    buttons() {
      const found = messages.filter(({ ephemeralFor }) => ephemeralFor === null).map(buttonsOf);
      return found.findLast((buttons) => buttons.length > 0) ?? [];
    },
    async envelope(type, payload) {
      const id = next("envelope-");
      const { promise, resolve } = Promise.withResolvers<void>();
      acknowledged.set(id, resolve);
      await onConnected.promise;
      socket!.send(JSON.stringify({ envelope_id: id, type, payload }));
      await promise;
    },
    dropSocket() {
      onConnected = Promise.withResolvers<void>();
      socket?.send(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
    },
    connected: () => onConnected.promise,
    [Symbol.asyncDispose]: async () => {
      socket?.close();
      await server.shutdown();
    },
  };
  return fake;
}

function buttonsOf(message: SlackMessage): readonly SlackButton[] {
  return message.blocks.filter(({ type }) => type === "actions").flatMap(({ elements }) => elements as Json[])
    .filter(({ type }) => type === "button").map((element) => ({
      text: String((element.text as Json).text),
      actionId: String(element.action_id),
      value: typeof element.value === "string" ? element.value : null,
      url: typeof element.url === "string" ? element.url : null,
      message,
    }));
}
