import type { Context, Hono } from "hono";
import { problem, type ProblemKind, type Services } from "./routes/mod.ts";
import {
  createInstaller,
  createSlack,
  createTokenBox,
  createVerifier,
  openSocketMode,
  type Refusal,
  respond,
  type Slack,
  slackRoutes,
  type SlackStore,
  slackWeb,
  type SocketMode,
} from "./slack/mod.ts";
import type { Clock, Ids } from "./interview/mod.ts";

/** Settings of the Slack app. */
export interface SlackSettings {
  /** Signs Slack's requests; never empty. */
  readonly signingSecret: string;
  /** Token of the one workspace; `null` where workspaces install the app. */
  readonly botToken: string | null;
  /** What workspaces install the app with; `null` where it serves one workspace. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly tokenKey: string } | null;
  /** Token for Socket Mode; `null` where Slack reaches this server over HTTP. */
  readonly appToken: string | null;
  /** Address of the Web API. */
  readonly apiUrl: string;
  /** Slack's page that asks for consent to an installation. */
  readonly authorizeUrl: string;
  /** Address under which people reach the pages. */
  readonly publicUrl: string;
}

/** The Slack door, joined to the services. */
export interface SlackDoor {
  readonly slack: Slack;
  readonly routes: Hono;
  /** Ends it. */
  close(): Promise<void>;
}

const refusals: Readonly<Record<Refusal | "unreadable" | "install", readonly [ProblemKind, string]>> = {
  unsigned: [
    "unauthorised",
    "Cannot take the request: it is not signed, expected X-Slack-Signature and its timestamp.",
  ],
  late: [
    "unauthorised",
    "Cannot take the request: its timestamp is off, expected one within 300 s of this server's time.",
  ],
  forged: ["unauthorised", "Cannot take the request: its signature does not fit, expected one with the app's secret."],
  replayed: ["unauthorised", "Cannot take the request: it was taken before, expected each request once."],
  unreadable: ["bad-request", "Cannot read the request, expected what Slack sends."],
  install: ["bad-request", "Cannot install the app: the answer does not fit, expected one to a fresh /slack/install."],
};

/** Builds the Slack door. */
export async function createSlackDoor(
  { settings, store, services, clock, ids }: {
    readonly settings: SlackSettings;
    readonly store: SlackStore;
    readonly services: Pick<Services, "interview" | "learners" | "bank" | "log">;
    readonly clock: Clock;
    readonly ids: Ids;
  },
): Promise<SlackDoor> {
  const { log } = services;
  const { apiUrl: baseUrl, publicUrl, oauth, appToken } = settings;
  const api = { baseUrl, sleep: (ms: number) => clock.sleep(ms) };
  const box = oauth && await createTokenBox(oauth.tokenKey);
  const onFault = (error: unknown, fields: Record<string, unknown>) => log.error("slack failed", { ...fields, error });
  const web = async (teamId: string) => {
    if (settings.botToken !== null) return slackWeb(settings.botToken, api);
    const installed = box && await store.installation(teamId);
    return installed ? slackWeb(await box.open(installed.token), api) : null;
  };
  const slack = createSlack({
    ...services,
    store,
    clock,
    ids,
    web,
    respond: (responseUrl, text) => respond(responseUrl, { text, baseUrl }),
    publicUrl,
    onFault,
  });
  const installer = oauth && box
    ? createInstaller({
      ...oauth,
      ...api,
      redirectUrl: new URL("/slack/oauth/callback", publicUrl).href,
      authorizeUrl: settings.authorizeUrl,
      store,
      box,
      clock,
    })
    : null;
  const socket: SocketMode | null = appToken === null ? null : openSocketMode({ ...api, appToken, slack, onFault });
  return {
    slack,
    routes: slackRoutes({
      slack,
      verifier: createVerifier({ secret: settings.signingSecret, clock }),
      installer,
      refuse: (c: Context, refusal) => problem(c, ...refusals[refusal]),
      onFault,
    }),
    close: async () => {
      await socket?.close();
      await slack.close();
    },
  };
}
