import type { Aim } from "./blocks.ts";
import { aimOf } from "./blocks.ts";
import type { Actor, Task } from "./ports.ts";

/** What is to be done about something that Slack sent. */
export interface Request {
  /** To be kept and worked on. */
  readonly task?: Task;
  /** A form to open at once. */
  readonly form?: Actor & { readonly aim: Aim; readonly triggerId: string };
  /** A value to answer with. */
  readonly challenge?: string;
}

interface Payload {
  readonly [name: string]: unknown;
}

const text = (value: unknown): string => typeof value === "string" ? value : "";
const optional = (value: unknown): string | null => typeof value === "string" && value !== "" ? value : null;
const record = (value: unknown): Payload => typeof value === "object" && value !== null ? value as Payload : {};

/** A slash command, as form fields. Nothing is done about a command that is not ours. */
export function ofCommand(fields: Payload): Request {
  const actor = { teamId: text(fields.team_id), userId: text(fields.user_id) };
  const common = { ...actor, text: text(fields.text), responseUrl: text(fields.response_url) };
  const id = text(fields.trigger_id);
  if (!actor.teamId || !actor.userId || !id || !common.responseUrl) return {};
  switch (fields.command) {
    case "/interview":
      return { task: { id: `command ${id}`, work: { kind: "interview", ...common } } };
    case "/quiz":
      return { task: { id: `command ${id}`, work: { kind: "quiz", ...common, channelId: text(fields.channel_id) } } };
    default:
      return {};
  }
}

/** A press of a button or a form that was sent. */
export function ofInteraction(payload: Payload): Request {
  const actor = { teamId: text(record(payload.team).id), userId: text(record(payload.user).id) };
  if (!actor.teamId || !actor.userId) return {};
  switch (payload.type) {
    case "block_actions": {
      const [action] = (Array.isArray(payload.actions) ? payload.actions : []).map(record);
      const triggerId = text(payload.trigger_id);
      if (!action || !triggerId) return {};
      const value = text(action.value);
      if (action.action_id === "write") {
        const aim = aimOf(value);
        return aim ? { form: { ...actor, aim, triggerId } } : {};
      }
      return {
        task: {
          id: `press ${triggerId}`,
          work: {
            kind: "press",
            ...actor,
            action: text(action.action_id),
            value,
            channelId: optional(record(payload.channel).id),
            messageTs: optional(record(payload.message).ts),
            responseUrl: optional(payload.response_url),
          },
        },
      };
    }
    case "view_submission": {
      const view = record(payload.view);
      const aim = aimOf(text(view.private_metadata));
      const field = record(record(record(record(view.state).values).answer).text);
      if (view.callback_id !== "answer" || !aim || !text(view.id)) return {};
      const work = { kind: "answer" as const, ...actor, ...aim, text: text(field.value) };
      return { task: { id: `form ${text(view.id)}`, work } };
    }
    default:
      return {};
  }
}

/** An event of the Events API. */
export function ofEvent(envelope: Payload): Request {
  if (envelope.type === "url_verification") return { challenge: text(envelope.challenge) };
  const event = record(envelope.event);
  const [id, teamId] = [text(envelope.event_id), text(envelope.team_id)];
  if (envelope.type !== "event_callback" || !id || !teamId) return {};
  const task = (work: Task["work"]): Request => ({ task: { id: `event ${id}`, work } });
  switch (event.type) {
    case "app_home_opened":
      return event.tab === "home" ? task({ kind: "home", teamId, userId: text(event.user) }) : {};
    case "app_uninstalled":
    case "tokens_revoked":
      return task({ kind: "uninstalled", teamId });
    case "message": {
      // Edits, deletions and what bots say are no answers.
      const isReply = event.subtype === undefined && event.bot_id === undefined && event.channel_type === "im" &&
        optional(event.thread_ts) !== null;
      if (!isReply || !text(event.user) || !text(event.text)) return {};
      return task({
        kind: "reply",
        teamId,
        userId: text(event.user),
        channelId: text(event.channel),
        threadTs: text(event.thread_ts),
        text: unescaped(text(event.text)),
      });
    }
    default:
      return {};
  }
}

/** Slack escapes three signs in the text of messages. */
const unescaped = (value: string) => value.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
