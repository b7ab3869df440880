import { createApp } from "../../app.ts";
import type { Oidc } from "../../access/mod.ts";
import { compose } from "../../compose.ts";
import type { Clock, Grading, Interview } from "../../interview/mod.ts";
import { createPages } from "../../pages.ts";
import type { Bank } from "../../question-bank/mod.ts";
import type { Services } from "../../routes/mod.ts";
import { openDatabase } from "../../store/mod.ts";
import { randomIds, systemClock } from "../../system.ts";
import { buildWeb } from "../../tools/build_web.ts";
import { logTo } from "../support/services.ts";

/** The application behind a real server on a free port. */
export interface ServedApp extends AsyncDisposable {
  /** For example "http://127.0.0.1:40123". */
  readonly origin: string;
  readonly interview: Interview;
  /** What was logged as an error. */
  readonly errors: readonly string[];
}

/** Serves the application with its pages, as `main.ts` does, over a database of its own. */
export async function serveApp(parts: {
  readonly bank: Bank;
  readonly grade: Grading;
  readonly sandbox?: Services["sandbox"];
  readonly port?: number;
  readonly oidc?: Oidc;
  /** Milliseconds by which the interviews' time lies behind; by default 0. */
  readonly behindMs?: () => number;
}): Promise<ServedApp> {
  await buildWeb();
  const clock: Clock = { now: () => new Date(Date.now() - (parts.behindMs?.() ?? 0)), sleep: systemClock.sleep };
  const folder = await Deno.makeTempDir({ prefix: "viva-browser-" });
  const database = await openDatabase(`file:${folder}/viva.db`, { sleep: systemClock.sleep });
  const errors: string[] = [];
  const { services, interview, queue, ending: stop } = await compose({
    bank: parts.bank,
    database,
    clock,
    ids: randomIds,
    grade: parts.grade,
    sandbox: parts.sandbox ?? { tier: "none", reason: "this server runs no code" },
    freeText: { grader: "offline", model: null, host: null },
    databaseName: "file:viva.db",
    cookieSecret: "a secret of this test",
    oidc: parts.oidc ?? null,
    requestsPerMinute: 10_000,
    webhookTargets: { allowPrivate: false },
    log: logTo(errors),
    queue: { atOnce: { text: 2, coding: 1 }, waitingMax: 100 },
  });
  const app = createApp(services, createPages(services));
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: parts.port ?? 0, signal: stop.signal, onListen: () => {} },
    app.fetch,
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    interview,
    errors,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await queue.close(0);
      await server.finished;
      await database[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}
