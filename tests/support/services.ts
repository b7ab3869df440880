import { join } from "node:path";
import { createClient } from "@libsql/client";
import type { Hono } from "hono";
import { createApp } from "../../app.ts";
import { grade, type GradePorts, type Sandbox, SandboxFault } from "../../grader/mod.ts";
import type { Oidc } from "../../access/mod.ts";
import { compose, type Composition } from "../../compose.ts";
import type { Clock, Ids, Interview } from "../../interview/mod.ts";
import type { EmbeddedQueue } from "../../jobs/mod.ts";
import type { Bank } from "../../question-bank/mod.ts";
import type { Env, Log, Services } from "../../routes/mod.ts";
import { type Database, openDatabase } from "../../store/mod.ts";
import { literalGrader } from "./literal_grader.ts";

/** The application over a real database in a folder of its own. */
export interface TestApp extends AsyncDisposable {
  readonly app: Hono<Env>;
  readonly services: Services;
  readonly interview: Interview;
  readonly database: Database;
  readonly databasePath: string;
  readonly queue: EmbeddedQueue;
  readonly deliverer: Composition["deliverer"];
  /** Rows of a statement on the same database. */
  sql(statement: string): Promise<readonly Record<string, unknown>[]>;
  /** What was logged as an error. */
  readonly errors: readonly string[];
  /** A JSON request. */
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** What a test may replace. */
export interface TestParts {
  readonly bank: Bank;
  /** Graders; a function where they keep something in the database. */
  readonly grading?: Partial<GradePorts> | ((database: Database) => Partial<GradePorts>);
  readonly folder?: string;
  readonly clock?: Clock;
  readonly waitingMax?: number;
  readonly requestsPerMinute?: number;
  readonly oidc?: Oidc;
  /** Whether webhooks may go to this machine. */
  readonly webhooksAnywhere?: boolean;
}

const noSandbox: Sandbox = {
  tier: "none",
  reason: "this test runs no code",
  run: () => Promise.reject(new SandboxFault("Cannot run code: this test has no sandbox, expected none to be needed")),
};

/** A clock that runs like the real one, but whose sleeps end at once; what waits for an event still waits for it. */
export const promptClock: Clock = {
  now: () => new Date(),
  sleep: () => new Promise((resolve) => setTimeout(resolve)),
};

/** A clock whose sleeps end only when their signal aborts. */
export const patientClock: Clock = {
  now: () => new Date(),
  sleep: (_ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      signal?.addEventListener("abort", () => resolve(), { once: true });
    }),
};

/** A log that keeps only its errors, in `errors`. */
export const logTo = (errors: string[]): Log => ({
  info: () => {},
  warning: () => {},
  error: (message, fields) =>
    void errors.push(
      [message, fields?.jobId, fields?.error].filter((part) => part !== undefined).map(String).join(": "),
    ),
});

/** Builds the application as `main.ts` does, without a server. */
export async function createTestApp(parts: TestParts): Promise<TestApp> {
  const ownFolder = parts.folder === undefined;
  const folder = parts.folder ?? await Deno.makeTempDir({ prefix: "viva-test-" });
  const clock = parts.clock ?? patientClock;
  let count = 0;
  const ids: Ids = { next: (prefix) => `${prefix}_${++count}_${crypto.randomUUID().slice(0, 8)}` };
  const databasePath = join(folder, "viva.db");
  const database = await openDatabase(`file:${databasePath}`, { sleep: () => Promise.resolve() });
  const errors: string[] = [];
  const ports: GradePorts = {
    rubric: literalGrader,
    sandbox: noSandbox,
    random: () => ({ uniform: () => 0.5, normal: () => 0 }),
    ...(typeof parts.grading === "function" ? parts.grading(database) : parts.grading),
  };
  const { services, interview, queue, deliverer, ending } = await compose({
    bank: parts.bank,
    database,
    clock,
    ids,
    grade: (question, answer, options) => grade(question, answer, ports, options),
    sandbox: ports.sandbox,
    freeText: ports.model
      ? { grader: "llm", model: "fake", host: "127.0.0.1" }
      : { grader: "offline", model: null, host: null },
    databaseName: "file:viva.db",
    cookieSecret: "secret",
    oidc: parts.oidc ?? null,
    webhookTargets: { allowPrivate: parts.webhooksAnywhere ?? false },
    requestsPerMinute: parts.requestsPerMinute ?? 10_000,
    log: logTo(errors),
    queue: { atOnce: { text: 2, coding: 1 }, waitingMax: parts.waitingMax ?? 100, clock: promptClock },
  });
  const app = createApp(services);
  return {
    app,
    services,
    interview,
    database,
    databasePath,
    queue,
    deliverer,
    errors,
    sql: async (statement) => {
      const client = createClient({ url: `file:${databasePath}` });
      try {
        return (await client.execute(statement)).rows.map((row) => ({ ...row }));
      } finally {
        client.close();
      }
    },
    request: async (method, path, body, headers = {}) =>
      await app.request(`http://127.0.0.1${path}`, {
        method,
        headers: { ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await queue.close(0);
      await database[Symbol.asyncDispose]();
      if (ownFolder) await Deno.remove(folder, { recursive: true });
    },
  };
}
