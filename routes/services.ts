import type { Metrics } from "./metrics.ts";
import type { Keys, Oidc } from "../access/mod.ts";
import type { Learners } from "../learners/mod.ts";
import type { Webhooks } from "../webhooks/mod.ts";
import type { Bank, FreeTextQuestion } from "../question-bank/mod.ts";
import type { Clock, Interview, OperationsStore, Quizzes, ReplyStore } from "../interview/mod.ts";
import type { GradeDraft, Sandbox } from "../grader/mod.ts";

/** What the routes work with; built once in `main.ts`. */
export interface Services {
  readonly interview: Interview;
  readonly quizzes: Quizzes;
  readonly learners: Learners;
  readonly metrics: Metrics;
  readonly keys: Keys;
  /** Whether callers and visitors must say who they are: there has been a key, or people log in with a provider. */
  closed(): Promise<boolean>;
  /** Where people log in; `null` without a provider. */
  readonly oidc: Oidc | null;
  readonly webhooks: Webhooks;
  /** What is wrong with the address of a webhook; `null` when nothing is. */
  webhookFault(url: string): string | null;
  readonly bank: Bank;
  readonly replies: ReplyStore;
  readonly clock: Pick<Clock, "now">;
  readonly sandbox: Pick<Sandbox, "tier" | "reason">;
  /** How free text is graded. */
  readonly freeText: {
    readonly grader: "offline" | "llm";
    readonly model: string | null;
    readonly host: string | null;
    /** How the model has been doing; absent without one. */
    state?(): { readonly outages: number; readonly open: boolean };
  };
  /** Grades a text with the offline grader; nothing is stored or counted. */
  tryOut(question: FreeTextQuestion, text: string): Promise<GradeDraft>;
  /** What those who run the server want to know. */
  readonly operations: OperationsStore;
  /** Jobs that the queue of this process holds. */
  queueSize(): { readonly waiting: number; readonly running: number };
  /** Where the database is, without anything secret. */
  readonly databaseName: string;
  /** ISO time at which the server started. */
  readonly startedAt: string;
  /** Whether the server can work now: the database answers and is writable. */
  ready(): Promise<boolean>;
  /** Whether an error means that the database cannot be used now. */
  isUnavailable(error: unknown): boolean;
  /** Signs cookies. */
  readonly cookieSecret: string;
  /** Requests a minute that one key or browser may make, where keys are on. */
  readonly requestsPerMinute: number;
  readonly log: Log;
}

/** Where the server tells what it does. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warning(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}
