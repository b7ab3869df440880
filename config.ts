/**
 * Settings, read once from the environment.
 *
 * @module
 */
import { isAbsolute, resolve } from "node:path";

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
  readonly llm: { readonly apiKey: string; readonly baseUrl: string; readonly model: string } | null;
  /** Broker for grading jobs across machines; `null` for the embedded queue. */
  readonly natsUrl: string | null;
  readonly logLevel: (typeof logLevels)[number];
  /** Sandbox tier that the operator asks for by name; `null` picks the best. */
  readonly sandboxTier: "limits-only" | null;
  /** Requests a minute that one key may make, where keys are on. */
  readonly requestsPerMinute: number;
  /** Whether webhooks may also go to private addresses and over http. */
  readonly webhookTargets: "public" | "any";
  /** Days after which interviews and answers are erased; `null` to keep them. */
  readonly retentionDays: number | null;
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
  "NATS_URL",
  "LOG_LEVEL",
  "SANDBOX_TIER",
  "RATE_LIMIT",
  "WEBHOOK_TARGETS",
  "RETENTION_DAYS",
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

  const natsUrl = value("NATS_URL") ?? null;
  if (natsUrl) fault("NATS_URL", "it to be unset: this version grades in the server's own process only");

  const logLevel = value("LOG_LEVEL") ?? "info";
  if (!isOneOf(logLevels, logLevel)) fault("LOG_LEVEL", `one of ${logLevels.join(", ")}`);

  const sandboxTier = value("SANDBOX_TIER") ?? null;
  if (sandboxTier !== null && sandboxTier !== "limits-only") {
    fault("SANDBOX_TIER", "limits-only (for trusted input), or nothing for the best tier that this machine has");
  }

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

  if (faults.length > 0) throw new ConfigError(faults);
  return {
    host: host.replace(/^\[|\]$/g, ""),
    port,
    databaseUrl: absolute(databaseUrl, root),
    questionBanks,
    llm: apiKey || baseUrl
      ? { apiKey: apiKey ?? "none", baseUrl: baseUrl ?? openAiUrl, model: model ?? defaultModel }
      : null,
    natsUrl,
    logLevel: logLevel as Config["logLevel"],
    sandboxTier: sandboxTier as Config["sandboxTier"],
    requestsPerMinute,
    webhookTargets: webhookTargets as Config["webhookTargets"],
    retentionDays: retentionText === null ? null : Number(retentionText),
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
