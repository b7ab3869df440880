import { callSlack, type WebApiOptions } from "./web_api.ts";
import type { SlackStore } from "./ports.ts";
import type { TokenBox } from "./token_box.ts";

/** What the app may do in a workspace that installs it. */
export const botScopes = ["chat:write", "commands", "im:history", "im:write"] as const;

/** How long somebody may take to agree. */
const stateMs = 10 * 60_000;

/** Installs the app in workspaces (Slack, Installing with OAuth, version 2). */
export interface Installer {
  /** Where to send a browser, and the state that it must bring back. */
  begin(): Promise<{ readonly url: URL; readonly state: string }>;
  /**
   * Installs the app where the browser comes from.
   *
   * @param kept the state that this browser was given
   * @throws {RangeError} when the state is unknown, used, too old or another browser's
   */
  finish(
    query: { readonly code: string; readonly state: string },
    kept: string | null,
  ): Promise<{ readonly teamId: string }>;
}

/** Builds it. */
export function createInstaller(
  { clientId, clientSecret, redirectUrl, authorizeUrl, store, box, clock, ...api }: WebApiOptions & {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUrl: string;
    /** Slack's page that asks for consent. */
    readonly authorizeUrl: string;
    readonly store: SlackStore;
    readonly box: TokenBox;
    readonly clock: { now(): Date };
  },
): Installer {
  return {
    async begin() {
      const state = crypto.getRandomValues(new Uint8Array(24)).toHex();
      await store.addState(state, new Date(clock.now().getTime() + stateMs).toISOString());
      const url = new URL(authorizeUrl);
      url.search = new URLSearchParams({
        client_id: clientId,
        scope: botScopes.join(","),
        redirect_uri: redirectUrl,
        state,
      }).toString();
      return { url, state };
    },
    async finish({ code, state }, kept) {
      if (kept !== state || !await store.takeState(state, clock.now().toISOString())) {
        throw new RangeError(
          "Cannot install: the state is unknown, used, too old or another browser's, expected a fresh one",
        );
      }
      const reply = await callSlack("oauth.v2.access", {
        ...api,
        body: new URLSearchParams({ code, redirect_uri: redirectUrl }),
        authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      });
      const { team, access_token: token, bot_user_id: botUserId } = reply as {
        readonly team?: { readonly id?: string };
        readonly access_token?: string;
        readonly bot_user_id?: string;
      };
      if (!team?.id || !token) throw new RangeError("Cannot install: Slack gave no token, expected one of a workspace");
      await store.install({ teamId: team.id, token: await box.seal(token), botUserId: botUserId ?? "" });
      return { teamId: team.id };
    },
  };
}
