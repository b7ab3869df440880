/**
 * Settings, read once from the environment.
 *
 * @module
 */
import type { OidcSettings } from "./access/mod.ts";
import { keyBytes } from "./slack/mod.ts";
import type { SlackSettings } from "./slack_door.ts";
import { isAbsolute, resolve } from "node:path";
import type { Cap, Caps } from "./grader/adapters/mod.ts";

/** How much is logged. */
export const logLevels = ["debug", "info", "warning", "error"] as const;

/** All settings of the server. */
export interface Config {
  /** Address to listen on; the start refuses one that is not loopback as long as there are no keys. */
  readonly host: string;
  /** Port to listen on; 0 picks a free one. */
  readonly port: number;
  /** libSQL address. */
  readonly databaseUrl: string;
  /** Folders of questions beside the bank's own. */
  readonly questionBanks: readonly string[];
  /** The language model that grades free text; `null` for the embedded grader. */
  readonly llm: LlmConfig | null;
  readonly logLevel: (typeof logLevels)[number];
  /** Sandbox tier that the operator asks for by name; `null` picks the best. */
  readonly sandboxTier: "limits-only" | null;
  /** Whether code that asks for WebGPU gets it. */
  readonly sandboxWebgpu: boolean;
  /** Requests a minute that one key may make, where keys are on. */
  readonly requestsPerMinute: number;
  /** Whether webhooks may also go to private addresses and over http. */
  readonly webhookTargets: "public" | "any";
  /** Where people log in to the pages; `null` without a provider. */
  readonly oidc: OidcSettings | null;
  /** The Slack app; `null` without one. */
  readonly slack: SlackSettings | null;
  /** Days after which interviews and answers are erased; `null` to keep them. */
  readonly retentionDays: number | null;
}

/** How the language model is reached, and what it may cost. */
export interface LlmConfig {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  /** USD per million tokens; `null` when the operator has not told them. */
  readonly prices: { readonly input: number; readonly output: number } | null;
  readonly caps: Caps;
  readonly timeoutMs: number;
}

/** One setting that cannot be used. */
export interface ConfigFault {
  readonly variable: string;
  readonly message: string;
}

/** The start stops with every fault at once. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly faults: readonly ConfigFault[];
  constructor(faults: readonly ConfigFault[]) {
    super(faults.map(({ variable, message }) => `${variable}: ${message}`).join("\n"));
    this.faults = faults;
  }
}

/** The variables that {@link loadConfig} reads. */
export const variables = [
  "HOST",
  "PORT",
  "DATABASE_URL",
  "QUESTION_BANK",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "GRADER_MODEL",
  "GRADER_PRICES",
  "GRADER_SESSION_CAP",
  "GRADER_KEY_CAP",
  "GRADER_DAY_CAP",
  "GRADER_TIMEOUT_S",
  "NATS_URL",
  "LOG_LEVEL",
  "SANDBOX_TIER",
  "SANDBOX_WEBGPU",
  "RATE_LIMIT",
  "WEBHOOK_TARGETS",
  "RETENTION_DAYS",
  "PUBLIC_URL",
  "OIDC_ISSUER",
  "OIDC_CLIENT_ID",
  "OIDC_CLIENT_SECRET",
  "OIDC_REVIEWERS",
  "OIDC_ADMINS",
  "SLACK_SIGNING_SECRET",
  "SLACK_BOT_TOKEN",
  "SLACK_CLIENT_ID",
  "SLACK_CLIENT_SECRET",
  "SLACK_TOKEN_KEY",
  "SLACK_APP_TOKEN",
  "SLACK_API_URL",
] as const;

const openAiUrl = "https://api.openai.com/v1";
const defaultModel = "gpt-5-mini";
const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Whether nobody outside of this machine reaches an address. */
export const isLoopback = (host: string): boolean => loopback.test(host);

/**
 * Reads the settings. Empty values count as absent. Relative paths are relative to `root`.
 *
 * @throws {ConfigError} naming every fault
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  { root }: { readonly root: string },
): Config {
  const faults: ConfigFault[] = [];
  const value = (variable: (typeof variables)[number]) => env[variable]?.trim() || undefined;
  const fault = (variable: (typeof variables)[number], expected: string) => {
    faults.push({ variable, message: `cannot use "${env[variable]}", expected ${expected}` });
  };

  const host = value("HOST") ?? "127.0.0.1";
  if (!isHostName(host)) fault("HOST", "an address of this machine such as 127.0.0.1, ::1 or 0.0.0.0");

  const portText = value("PORT") ?? "8000";
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port > 65_535) fault("PORT", "a whole number from 0 to 65535");

  const databaseUrl = value("DATABASE_URL") ?? "file:data/viva.db";
  if (!/^(file:(?!$)|libsql:\/\/|https?:\/\/|wss?:\/\/|:memory:$)/.test(databaseUrl)) {
    fault("DATABASE_URL", "file:<path>, libsql://<host>, http(s)://<host> or :memory:");
  }

  const questionBanks = (value("QUESTION_BANK") ?? "").split(":").filter(Boolean).map((path) => resolve(root, path));

  const baseUrl = value("OPENAI_BASE_URL");
  if (baseUrl && !isHttpUrl(baseUrl)) {
    fault("OPENAI_BASE_URL", "an http or https address such as http://127.0.0.1:11434/v1");
  }
  const apiKey = value("OPENAI_API_KEY");
  const model = value("GRADER_MODEL");
  if (baseUrl && !model) {
    faults.push({
      variable: "GRADER_MODEL",
      message: "is missing, expected the model's name because OPENAI_BASE_URL is set",
    });
  }
  if (model && !baseUrl && !apiKey) {
    fault("GRADER_MODEL", "it to be set together with OPENAI_API_KEY or OPENAI_BASE_URL");
  }

  const llmModel = model ?? defaultModel;
  const prices = pricesOf(value("GRADER_PRICES") ?? "");
  if (prices === null) fault("GRADER_PRICES", "USD per million tokens as <model>=<input>/<output>, …");
  const isNamed = model !== undefined || baseUrl === undefined;
  const modelInWords = model ??
    (isNamed ? `${defaultModel}, the model where GRADER_MODEL names no other` : "the model that GRADER_MODEL names");
  const isPriced = (known: ReadonlyMap<string, unknown>) => isNamed ? known.has(llmModel) : known.size > 0;
  const capOf = (variable: "GRADER_SESSION_CAP" | "GRADER_KEY_CAP" | "GRADER_DAY_CAP"): Cap | undefined => {
    const text = value(variable);
    if (text === undefined) return undefined;
    const cap = capFrom(text);
    if (cap === null) fault(variable, 'for example "200000 tokens", "0.50 USD" or "200000 tokens, 0.50 USD"');
    if (cap?.costUsd !== undefined && prices && !isPriced(prices)) {
      fault(variable, `GRADER_PRICES to name ${modelInWords}, because a cap in USD needs its prices`);
    }
    return cap ?? undefined;
  };
  const [session, key, day] = [capOf("GRADER_SESSION_CAP"), capOf("GRADER_KEY_CAP"), capOf("GRADER_DAY_CAP")];
  const caps: Caps = { ...(session && { session }), ...(key && { key }), ...(day && { day }) };
  const timeoutText = value("GRADER_TIMEOUT_S") ?? "60";
  if (!/^[1-9]\d{0,3}$/.test(timeoutText)) fault("GRADER_TIMEOUT_S", "a whole number of seconds from 1 to 9999");

  if (value("NATS_URL")) fault("NATS_URL", "it to be unset: this version grades in the server's own process only");

  const logLevel = value("LOG_LEVEL") ?? "info";
  if (!isOneOf(logLevels, logLevel)) fault("LOG_LEVEL", `one of ${logLevels.join(", ")}`);

  const sandboxTier = value("SANDBOX_TIER") ?? null;
  if (sandboxTier !== null && sandboxTier !== "limits-only") {
    fault("SANDBOX_TIER", "limits-only (for trusted input), or nothing for the best tier that this machine has");
  }

  const sandboxWebgpu = value("SANDBOX_WEBGPU") ?? "off";
  if (sandboxWebgpu !== "on" && sandboxWebgpu !== "off") fault("SANDBOX_WEBGPU", "on or off");

  const rateText = value("RATE_LIMIT") ?? "600";
  const requestsPerMinute = Number(rateText);
  if (!/^[1-9]\d{0,6}$/.test(rateText)) {
    fault("RATE_LIMIT", "the requests a minute that one key may make, a whole number from 1 to 9999999");
  }

  const webhookTargets = value("WEBHOOK_TARGETS") ?? "public";
  if (webhookTargets !== "public" && webhookTargets !== "any") {
    fault("WEBHOOK_TARGETS", "public, or any where receivers stand in your own closed network");
  }

  const retentionText = value("RETENTION_DAYS") ?? null;
  if (retentionText !== null && !/^[1-9]\d{0,4}$/.test(retentionText)) {
    fault("RETENTION_DAYS", "the days after which interviews are erased, a whole number from 1 to 99999");
  }

  const publicUrl = value("PUBLIC_URL");
  if (publicUrl && !isHttpUrl(publicUrl)) fault("PUBLIC_URL", "the address under which people reach this server");
  const issuer = value("OIDC_ISSUER");
  if (issuer && !(isHttpUrl(issuer) && (issuer.startsWith("https:") || isLoopback(new URL(issuer).hostname)))) {
    fault("OIDC_ISSUER", "the https address of an OpenID Connect provider");
  }
  const together = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "PUBLIC_URL"] as const;
  if (together.slice(0, 3).some((variable) => value(variable) !== undefined)) {
    for (const variable of together.filter((variable) => value(variable) === undefined)) {
      faults.push({ variable, message: `is missing, expected ${together.join(", ")} to be set together` });
    }
  }
  const slack = slackSettings({
    value,
    fault,
    missing: (variable, message) => faults.push({ variable, message }),
    env,
  });
  const emails = (variable: "OIDC_REVIEWERS" | "OIDC_ADMINS") =>
    (value(variable) ?? "").split(",").map((email) => email.trim().toLowerCase()).filter(Boolean);

  if (faults.length > 0) throw new ConfigError(faults);
  return {
    host: host.replace(/^\[|\]$/g, ""),
    port,
    databaseUrl: absolute(databaseUrl, root),
    questionBanks,
    llm: apiKey || baseUrl
      ? {
        apiKey: apiKey ?? "none",
        baseUrl: baseUrl ?? openAiUrl,
        model: llmModel,
        prices: prices?.get(llmModel) ?? null,
        caps,
        timeoutMs: Number(timeoutText) * 1_000,
      }
      : null,
    logLevel: logLevel as Config["logLevel"],
    sandboxTier: sandboxTier as Config["sandboxTier"],
    sandboxWebgpu: sandboxWebgpu === "on",
    requestsPerMinute,
    webhookTargets: webhookTargets as Config["webhookTargets"],
    oidc: issuer && publicUrl
      ? {
        issuer,
        clientId: value("OIDC_CLIENT_ID")!,
        clientSecret: value("OIDC_CLIENT_SECRET")!,
        redirectUrl: new URL("/login/callback", publicUrl).href,
        reviewers: emails("OIDC_REVIEWERS"),
        admins: emails("OIDC_ADMINS"),
      }
      : null,
    slack,
    retentionDays: retentionText === null ? null : Number(retentionText),
  };
}

/** "a=0.25/2, b=1/4" → prices by model. */
function pricesOf(text: string): ReadonlyMap<string, { readonly input: number; readonly output: number }> | null {
  const prices = new Map<string, { input: number; output: number }>();
  for (const entry of text.split(",").map((part) => part.trim()).filter(Boolean)) {
    const [, model, input, output] = /^(\S.*?)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(entry) ?? [];
    if (model === undefined) return null;
    prices.set(model, { input: Number(input), output: Number(output) });
  }
  return prices;
}

/** "200000 tokens, 0.50 USD" → a cap. */
function capFrom(text: string): Cap | null {
  const parts = text.split(",").map((part) => /^(\d+(?:\.\d+)?) ?(tokens|USD)$/.exec(part.trim()));
  const of = (unit: string) => parts.filter((part) => part?.[2] === unit).map((part) => Number(part?.[1]));
  const [tokens, costs] = [of("tokens"), of("USD")];
  if (parts.includes(null) || tokens.length > 1 || costs.length > 1 || !tokens.every(Number.isInteger)) return null;
  return {
    ...(tokens[0] !== undefined && { tokens: tokens[0] }),
    ...(costs[0] !== undefined && { costUsd: costs[0] }),
  };
}

const slackVariables = variables.filter((name) => name.startsWith("SLACK_") && name !== "SLACK_API_URL");

/** Settings of the Slack app; `null` when none is set. An empty secret is a fault, not an absence: anybody could sign with it. */
function slackSettings({ value, fault, missing, env }: {
  readonly value: (variable: (typeof variables)[number]) => string | undefined;
  readonly fault: (variable: (typeof variables)[number], expected: string) => void;
  readonly missing: (variable: (typeof variables)[number], message: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
}): SlackSettings | null {
  if (!slackVariables.some((name) => env[name] !== undefined)) return null;
  const needed = (name: (typeof variables)[number], why: string): string => {
    const found = value(name);
    if (found === undefined) missing(name, `is missing or empty, expected ${why}`);
    return found ?? "";
  };
  const signingSecret = needed("SLACK_SIGNING_SECRET", "the signing secret of the Slack app");
  const publicUrl = needed("PUBLIC_URL", "the address under which people reach this server, for links in Slack");
  const botToken = value("SLACK_BOT_TOKEN") ?? null;
  const oauth = value("SLACK_CLIENT_ID") === undefined ? null : {
    clientId: value("SLACK_CLIENT_ID")!,
    clientSecret: needed("SLACK_CLIENT_SECRET", "the client secret that goes with SLACK_CLIENT_ID"),
    tokenKey: needed("SLACK_TOKEN_KEY", "32 random bytes in base64, which encrypt the workspaces' tokens"),
  };
  if (botToken === null && oauth === null) {
    missing(
      "SLACK_BOT_TOKEN",
      "is missing, expected a bot token (xoxb-…) for one workspace, or SLACK_CLIENT_ID for several",
    );
  }
  if (oauth && oauth.tokenKey !== "" && keyBytes(oauth.tokenKey)?.length !== 32) {
    fault("SLACK_TOKEN_KEY", "32 random bytes in base64");
  }
  const apiUrl = value("SLACK_API_URL") ?? "https://slack.com/api/";
  if (!isHttpUrl(apiUrl)) fault("SLACK_API_URL", "the address of Slack's Web API");
  return {
    signingSecret,
    botToken,
    oauth,
    appToken: value("SLACK_APP_TOKEN") ?? null,
    apiUrl,
    authorizeUrl: isHttpUrl(apiUrl) ? new URL("/oauth/v2/authorize", apiUrl).href : "",
    publicUrl,
  };
}

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value);
}

function isHostName(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return /^[\w.:-]+$/.test(bare) && URL.canParse(`http://${bare.includes(":") ? `[${bare}]` : bare}/`);
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** A relative file address is taken from the project's folder, wherever the command was started. */
function absolute(url: string, root: string): string {
  if (!url.startsWith("file:") || url.startsWith("file://")) return url;
  const path = url.slice("file:".length);
  return isAbsolute(path) ? url : `file:${resolve(root, path)}`;
}
