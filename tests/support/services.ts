import { join } from "node:path";
import { createClient } from "@libsql/client";
import type { Hono } from "hono";
import { createApp } from "../../app.ts";
import { grade, type GradePorts, type Sandbox, SandboxFault } from "../../grader/mod.ts";
import { type Clock, createInterview, createListeners, type Ids, type Interview } from "../../interview/mod.ts";
import { createQueue, type EmbeddedQueue } from "../../jobs/mod.ts";
import type { Bank } from "../../question-bank/mod.ts";
import type { Env, Services } from "../../routes/mod.ts";
import {
  createInterviewStore,
  createReplyStore,
  type Database,
  isWritable,
  openDatabase,
  StoreUnavailable,
} from "../../store/mod.ts";
import { literalGrader } from "./literal_grader.ts";

/** The application over a real database in a folder of its own. */
export interface TestApp extends AsyncDisposable {
  readonly app: Hono<Env>;
  readonly services: Services;
  readonly interview: Interview;
  readonly database: Database;
  readonly databasePath: string;
  readonly queue: EmbeddedQueue;
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
  readonly grading?: Partial<GradePorts>;
  readonly folder?: string;
  readonly clock?: Clock;
  readonly waitingMax?: number;
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

/** Builds the application as `main.ts` does, without a server. */
export async function createTestApp(parts: TestParts): Promise<TestApp> {
  const ownFolder = parts.folder === undefined;
  const folder = parts.folder ?? await Deno.makeTempDir({ prefix: "viva-test-" });
  const clock = parts.clock ?? patientClock;
  let count = 0;
  const ids: Ids = { next: (prefix) => `${prefix}_${++count}_${crypto.randomUUID().slice(0, 8)}` };
  const databasePath = join(folder, "viva.db");
  const database = await openDatabase(`file:${databasePath}`, { sleep: () => Promise.resolve() });
  const store = createInterviewStore(database, clock);
  const replies = createReplyStore(database, clock);
  await replies.releaseAll();
  const errors: string[] = [];
  const ending = new AbortController();
  const ports: GradePorts = {
    rubric: literalGrader,
    sandbox: noSandbox,
    random: () => ({ uniform: () => 0.5, normal: () => 0 }),
    ...parts.grading,
  };
  const queue = createQueue({
    atOnce: { text: 2, coding: 1 },
    waitingMax: parts.waitingMax ?? 100,
    clock: promptClock,
    run: (jobId, options) => interview.gradeJob(jobId, options),
    onFault: (jobId, error) => void errors.push(`${jobId}: ${error}`),
  });
  const interview: Interview = createInterview({
    bank: parts.bank,
    store,
    queue,
    listeners: createListeners(),
    clock,
    ids,
    ending: ending.signal,
    grade: (question, answer, options) => grade(question, answer, ports, options),
  });
  const services: Services = {
    interview,
    bank: parts.bank,
    replies,
    sandbox: ports.sandbox,
    freeText: { grader: "offline", model: null, host: null },
    ready: () => isWritable(database),
    isUnavailable: (error) => error instanceof StoreUnavailable,
    cookieSecret: "secret",
    log: {
      info: () => {},
      warning: () => {},
      error: (message, fields) => void errors.push(`${message}: ${fields?.error}`),
    },
  };
  const app = createApp(services);
  return {
    app,
    services,
    interview,
    database,
    databasePath,
    queue,
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
