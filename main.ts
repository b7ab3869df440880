/**
 * The composition root: settings → store → bank → graders → jobs → application → serve → drain.
 *
 * @module
 */
import { join } from "node:path";
import { createApp } from "./app.ts";
import { type Config, ConfigError, isLoopback, loadConfig } from "./config.ts";
import { grade, type GradePorts } from "./grader/mod.ts";
import { createSandbox } from "./grader/sandbox/mod.ts";
import { createOidc } from "./access/mod.ts";
import { compose } from "./compose.ts";
import type { Interview } from "./interview/mod.ts";
import { createLog } from "./log.ts";
import { bankDirectory, BankError, formatFault, loadBank, seededRandom } from "./question-bank/mod.ts";
import type { Log, Services } from "./routes/mod.ts";
import {
  createReadingStore,
  createSlackStore,
  createSpending,
  DatabaseInUse,
  eraseBefore,
  holdDatabase,
  openDatabase,
  settingOnce,
} from "./store/mod.ts";
import { createPages } from "./pages.ts";
import { rubricGraders } from "./rubric_graders.ts";
import { randomIds as ids, systemClock as clock } from "./system.ts";
import { createSlackDoor } from "./slack_door.ts";

const root = import.meta.dirname!;
/** Longer than a run may take, shorter than supervisors wait before they kill. */
const drainMs = 25_000;
const repliesMs = 2_000;
const sweepMs = 30_000;
const remakeMs = 60_000;
const forgetMs = 3_600_000;
const deadlinesMs = 2_000;
const webhooksMs = 1_000;
const slackMs = 20_000;
const retentionMs = 3_600_000;

async function main(): Promise<void> {
  const config = loadConfig(Deno.env.toObject(), { root });
  const log = await createLog(config.logLevel);
  const bank = await loadBank([bankDirectory, ...config.questionBanks]);
  using _held = await holdDatabase(config.databaseUrl);
  await using database = await openDatabase(config.databaseUrl, { sleep: clock.sleep });
  const sandbox = await createSandbox({
    directory: join(root, "build", "sandbox"),
    ...(config.sandboxTier && { tier: config.sandboxTier }),
    webgpu: config.sandboxWebgpu,
  });
  const readings = createReadingStore(database, clock);
  const kept = { cache: readings, spending: createSpending(database, clock) };
  const rubric = rubricGraders(config.llm, { bank, kept });
  const ports: GradePorts = { ...rubric, sandbox, random: () => seededRandom() };
  const { services, interview, queue, deliverer, ending } = await compose({
    bank,
    database,
    clock,
    ids,
    grade: (question, answer, options) => grade(question, answer, ports, options),
    sandbox,
    freeText: {
      grader: config.llm ? "llm" : "offline",
      model: config.llm?.model ?? null,
      host: config.llm ? new URL(config.llm.baseUrl).host : null,
      ...(rubric.model && { state: rubric.model.state }),
    },
    // An address may carry a token.
    databaseName: config.databaseUrl.replace(/\?.*$/, "").replace(/\/\/[^/@]*@/, "//"),
    cookieSecret: await settingOnce(
      database,
      "cookie-secret",
      () => crypto.getRandomValues(new Uint8Array(32)).toHex(),
    ),
    oidc: config.oidc && createOidc(config.oidc),
    requestsPerMinute: config.requestsPerMinute,
    webhookTargets: { allowPrivate: config.webhookTargets === "any" },
    log,
    queue: { atOnce: { text: 4, coding: 2 }, waitingMax: 1_000, waitingPerOwnerMax: 500 },
  });
  await using _queue = queue;
  if (!isLoopback(config.host) && !await services.closed()) throw new OpenToOthers(config.host);
  const door = config.slack && await createSlackDoor({
    settings: config.slack,
    store: createSlackStore(database),
    services,
    clock,
    ids,
  });
  const app = createApp(services, createPages(services), door?.routes);
  await door?.slack.resume();
  const found = await interview.resume();
  if (found > 0) log.info("answers without a grade are graded now", { count: found });

  const retain = async () => {
    if (config.retentionDays === null) return;
    const before = new Date(clock.now().getTime() - config.retentionDays * 86_400_000).toISOString();
    const count = await eraseBefore(database, before);
    if (count > 0) log.info("interviews and answers past their time are erased", { count });
  };
  await quietly(retain(), log);
  const housekeeping = [
    setInterval(() => void quietly(retain(), log), retentionMs),
    setInterval(() => void quietly(interview.sweep().then(() => services.replies.forgetOld()), log), sweepMs),
    setInterval(() => void quietly(remakeGrades(interview, log), log), remakeMs),
    setInterval(() => void quietly(readings.forgetOld(), log), forgetMs),
    setInterval(() => void quietly(interview.endOverdue(), log), deadlinesMs),
    setInterval(() => void quietly(deliverer.deliver(), log), webhooksMs),
    ...(door ? [setInterval(() => void quietly(door.slack.tick(), log), slackMs)] : []),
  ];
  const server = Deno.serve({
    hostname: config.host,
    port: config.port,
    onListen: ({ hostname, port }) => announce({ hostname, port, config, services }),
  }, app.fetch);
  await Promise.race([askedToStop(), server.finished]);

  // What runs ends first and is answered; what waits is graded after the next start, and whoever waits for it is told so.
  const { running, waiting } = queue.size;
  console.log(`stopping  ${running} answers are being graded and end first, ${waiting} are kept for the next start`);
  for (const timer of housekeeping) clearInterval(timer);
  await queue.close(drainMs);
  ending.abort();
  await door?.close();
  await Promise.race([server.shutdown(), clock.sleep(repliesMs)]);
  await sandbox.close();
}

/** Resolves at the first SIGINT or SIGTERM. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => resolve());
  });
}

async function remakeGrades(interview: Interview, log: Log): Promise<void> {
  const count = await interview.remake((gradeId, error) =>
    log.warning("a grade cannot be made again", { gradeId, error })
  );
  if (count > 0) log.info("the model is back: grades that were made without it are made again", { count });
}

async function quietly(work: Promise<void>, log: Log): Promise<void> {
  try {
    await work;
  } catch (error) {
    log.warning("housekeeping failed", { error });
  }
}

function announce(
  { hostname, port, config, services }: {
    readonly hostname: string;
    readonly port: number;
    readonly config: Config;
    readonly services: Services;
  },
): void {
  const { freeText, sandbox, bank } = services;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const grading = freeText.grader === "llm"
    ? `${freeText.model} at ${freeText.host}; answers go there`
    : "offline on this machine; nothing leaves it";
  console.log([
    `viva      http://${host}:${port}/   (${bank.questions.length} questions)`,
    `grading   ${grading}`,
    `sandbox   ${sandbox.tier}: ${sandbox.reason}`,
    `database  ${config.databaseUrl}`,
  ].join("\n"));
}

/** Without keys the server would be open to whoever reaches it. */
class OpenToOthers extends Error {
  override name = "OpenToOthers";
  constructor(host: string) {
    super(
      `HOST is "${host}", but there are no API keys, expected a loopback address, or a key made first: deno task keys create --name <name> --scopes admin`,
    );
  }
}

/** What can go wrong before the server serves is told in a few lines, each fault at its place. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    return ["Cannot start: these settings cannot be used.", ...error.faults.map((f) => `  ${f.variable}: ${f.message}`)]
      .join("\n");
  }
  if (error instanceof BankError) {
    return ["Cannot start: the question bank has faults.", ...error.faults.map((fault) => `  ${formatFault(fault)}`)]
      .join("\n");
  }
  if (error instanceof Deno.errors.AddrInUse) {
    const port = Deno.env.get("PORT") || "8000";
    return `Cannot start: port ${port} is in use, expected a free one (set PORT, or PORT=0 to pick one).`;
  }
  if (error instanceof OpenToOthers) return `Cannot start: ${error.message}.`;
  if (error instanceof DatabaseInUse) {
    return `Cannot start: ${error.message} (stop the other server, or set DATABASE_URL).`;
  }
  if (error instanceof Error && "code" in error && error.code === "SQLITE_NOTADB") {
    return "Cannot start: DATABASE_URL names a file that is no database, expected a viva database or a new file.";
  }
  return `Cannot start: ${error instanceof Error ? error.stack ?? error.message : String(error)}`;
}

if (import.meta.main) {
  try {
    await main();
    // A connection that nobody closes must not keep the process.
    Deno.exit(0);
  } catch (error) {
    console.error(explain(error));
    Deno.exit(1);
  }
}
