import type { Metrics } from "./metrics.ts";
import type { Keys, Oidc } from "../access/mod.ts";
import type { Learners } from "../learners/mod.ts";
import type { Webhooks } from "../webhooks/mod.ts";
import type { Bank } from "../question-bank/mod.ts";
import type { Clock, Interview, Quizzes, ReplyStore } from "../interview/mod.ts";
import type { Sandbox } from "../grader/mod.ts";

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
  };
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
