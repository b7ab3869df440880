/**
 * Joins the parts: database, bank and graders become the services behind every door. `main.ts` builds the parts from settings,
 * tests from what they want to see.
 *
 * @module
 */
import { createKeys, type Oidc } from "./access/mod.ts";
import {
  type Clock,
  createInterview,
  createListeners,
  createQuizzes,
  type Grading,
  type Ids,
  type Interview,
} from "./interview/mod.ts";
import { createQueue, type EmbeddedQueue, type QueueOptions } from "./jobs/mod.ts";
import { createLearners } from "./learners/mod.ts";
import {
  checkTarget,
  createDeliverer,
  createWebhooks,
  type Deliverer,
  type Delivery,
  postTo,
  type TargetRules,
} from "./webhooks/mod.ts";
import type { Bank } from "./question-bank/mod.ts";
import { createMetrics, type Log, type Services } from "./routes/mod.ts";
import {
  createBatchStore,
  createInterviewStore,
  createKeyStore,
  createLearnerStore,
  createOperationsStore,
  createQuizStore,
  createReplyStore,
  createReviewStore,
  createShareStore,
  createWebhookStore,
  type Database,
  isWritable,
  StoreUnavailable,
} from "./store/mod.ts";

/** What a server is made of. */
export interface Parts {
  readonly bank: Bank;
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly grade: Grading;
  readonly sandbox: Services["sandbox"];
  readonly freeText: Services["freeText"];
  readonly databaseName: string;
  readonly cookieSecret: string;
  readonly oidc: Oidc | null;
  readonly requestsPerMinute: number;
  readonly webhookTargets: TargetRules;
  readonly log: Log;
  readonly queue: Omit<QueueOptions, "run" | "onFault" | "clock"> & Partial<Pick<QueueOptions, "clock">>;
}

/** The parts joined. */
export interface Composition {
  readonly services: Services;
  readonly interview: Interview;
  readonly queue: EmbeddedQueue;
  readonly deliverer: Deliverer;
  /** To be aborted when the server ends: nobody waits any longer. */
  readonly ending: AbortController;
}

/** Joins the parts. Claims that a stopped process has left are given back. */
export async function compose(parts: Parts): Promise<Composition> {
  const { bank, database, clock, ids, grade, sandbox, freeText, cookieSecret, requestsPerMinute, log } = parts;
  const ending = new AbortController();
  const replies = createReplyStore(database, clock);
  await replies.releaseAll();
  const queue = createQueue({
    clock,
    ...parts.queue,
    run: (jobId, options) => interview.gradeJob(jobId, options),
    onFault: (jobId, error) => log.error("grading job failed", { jobId, error }),
  });
  const metrics = createMetrics({ queue: () => queue.size });
  const interview: Interview = createInterview({
    bank,
    store: createInterviewStore(database, clock),
    reviews: createReviewStore(database),
    shares: createShareStore(database, clock),
    batches: createBatchStore(database, clock),
    hasModel: freeText.grader === "llm",
    queue,
    listeners: createListeners(),
    clock,
    ids,
    grade: metrics.counted(grade),
    ending: ending.signal,
  });
  const webhookStore = createWebhookStore(database);
  const deliverer = createDeliverer({
    store: webhookStore,
    clock,
    post: postTo(parts.webhookTargets),
    dataOf: (delivery) => dataOf(delivery, interview),
    onDisabled: (webhookId, reason) => log.warning("webhook given up", { webhookId, reason }),
  });
  const keys = createKeys({ store: createKeyStore(database), clock, ids });
  const services: Services = {
    interview,
    quizzes: createQuizzes({ bank, store: createQuizStore(database), clock, ids }),
    learners: createLearners({ store: createLearnerStore(database), bank, clock, ids }),
    metrics,
    keys,
    closed: async () => parts.oidc !== null || await keys.required(),
    oidc: parts.oidc,
    webhooks: createWebhooks({ store: webhookStore, clock, ids }),
    webhookFault: (url) => checkTarget(url, parts.webhookTargets),
    bank,
    replies,
    clock,
    sandbox,
    freeText,
    tryOut: (question, text) => grade(question, { kind: "free-text", text }, { by: "offline" }),
    operations: createOperationsStore(database),
    queueSize: () => queue.size,
    databaseName: parts.databaseName,
    startedAt: clock.now().toISOString(),
    ready: () => isWritable(database),
    isUnavailable: (error) => error instanceof StoreUnavailable,
    cookieSecret,
    requestsPerMinute,
    log,
  };
  return { services, interview, queue, deliverer, ending };
}

/** What a webhook is told: a grade as `/v1/grades` gives it, of an interview what it came to. */
async function dataOf({ event, subjectId }: Delivery, interview: Interview): Promise<unknown> {
  switch (event) {
    case "grade.created":
      return await interview.grade(subjectId);
    case "session.finished": {
      const report = await interview.report(subjectId);
      if (!report) return null;
      const { items: _, ...whole } = report;
      return whole;
    }
    case "batch.finished":
      return await interview.batches.get(subjectId);
    default:
      return event satisfies never;
  }
}
