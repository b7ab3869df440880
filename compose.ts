/**
 * Joins the parts: database, bank and graders become the services behind every door. `main.ts` builds the parts from settings,
 * tests from what they want to see.
 *
 * @module
 */
import { createKeys } from "./access/mod.ts";
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
import type { Bank } from "./question-bank/mod.ts";
import type { Log, Services } from "./routes/mod.ts";
import {
  createInterviewStore,
  createKeyStore,
  createLearnerStore,
  createQuizStore,
  createReplyStore,
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
  readonly cookieSecret: string;
  readonly requestsPerMinute: number;
  readonly log: Log;
  readonly queue: Omit<QueueOptions, "run" | "onFault" | "clock"> & Partial<Pick<QueueOptions, "clock">>;
}

/** The parts joined. */
export interface Composition {
  readonly services: Services;
  readonly interview: Interview;
  readonly queue: EmbeddedQueue;
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
  const interview: Interview = createInterview({
    bank,
    store: createInterviewStore(database, clock),
    queue,
    listeners: createListeners(),
    clock,
    ids,
    grade,
    ending: ending.signal,
  });
  const services: Services = {
    interview,
    quizzes: createQuizzes({ bank, store: createQuizStore(database), clock, ids }),
    learners: createLearners({ store: createLearnerStore(database), bank, clock, ids }),
    keys: createKeys({ store: createKeyStore(database), clock, ids }),
    bank,
    replies,
    clock,
    sandbox,
    freeText,
    ready: () => isWritable(database),
    isUnavailable: (error) => error instanceof StoreUnavailable,
    cookieSecret,
    requestsPerMinute,
    log,
  };
  return { services, interview, queue, ending };
}
