import type { ApiKey, Scope } from "../access/mod.ts";
import type { GradeDraft } from "../grader/mod.ts";
import type {
  Backlog,
  BatchView,
  DaySpending,
  Interview,
  ModelSpending,
  Regraded,
  RegradeRequest,
  UngradableGrade,
} from "../interview/mod.ts";
import type { FreeTextQuestion, Question } from "../question-bank/mod.ts";

/** What the staff's pages ask of the rest. */
export interface StaffServices {
  /** What waits for a person, and a person's verdicts. */
  readonly review: Pick<Interview, "reviewQueue" | "reviewCase" | "override" | "takeBack">;
  /** What runs, and what it costs. */
  readonly operate: StaffOperations;
  /** The bank with its keys and rubrics. */
  readonly bank: StaffBank;
  /** The time now. */
  now(): Date;
}

/** The whole bank, and a grader to try it on. */
export interface StaffBank {
  /** In stable order. */
  readonly questions: readonly Question[];
  /** `undefined` for an unknown id. */
  get(id: string): Question | undefined;
  /** How the offline grader takes a text; nothing is stored. */
  tryOut(question: FreeTextQuestion, text: string): Promise<GradeDraft>;
}

/** What those who run the server see and do. */
export interface StaffOperations {
  /** How the server does now. */
  status(): Promise<ServerStatus>;
  /** Keys that are not revoked, oldest first. */
  keys(): Promise<readonly ApiKey[]>;
  /** Whether callers and visitors must say who they are already. */
  closed(): Promise<boolean>;
  /** Makes a key; its text is told once. */
  makeKey(
    wish: { readonly name: string; readonly scopes: readonly Scope[]; readonly expiresAt?: string },
  ): Promise<{ readonly apiKey: ApiKey; readonly key: string }>;
  /** `false` for an unknown key. */
  revokeKey(id: string): Promise<boolean>;
  /** Webhooks, oldest first. */
  webhooks(): Promise<readonly StaffWebhook[]>;
  /** `false` for an unknown webhook. */
  removeWebhook(id: string): Promise<boolean>;
  /** Makes grades again, or tells who would move. */
  regrade(request: RegradeRequest): Promise<Regraded>;
}

/** A webhook as it is listed. */
export interface StaffWebhook {
  /** Id of the webhook. */
  readonly id: string;
  /** Where messages go. */
  readonly url: string;
  /** What is told. */
  readonly events: readonly string[];
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time since which it is not told any more; `null` while it is. */
  readonly disabledAt: string | null;
}

/** How a server does. */
export interface ServerStatus {
  /** Jobs that this process holds. */
  readonly queue: { readonly waiting: number; readonly running: number };
  /** Answers without a grade, as the database knows them. */
  readonly backlog: Backlog;
  /** What waits for a person. */
  readonly reviews: number;
  /** How free text is graded; `state` is absent without a model. */
  readonly freeText: {
    readonly model: string | null;
    readonly host: string | null;
    readonly state: { readonly outages: number; readonly open: boolean } | null;
  };
  /** Grades that were made without the model and wait to be made again. */
  readonly standIns: number;
  /** What protects the host from submitted code, and why it is this. */
  readonly sandbox: { readonly tier: string; readonly reason: string };
  /** How many coding questions run on which backend. */
  readonly backends: Readonly<Record<string, number>>;
  /** Where the database is, and whether it takes writes. */
  readonly database: { readonly name: string; readonly writable: boolean };
  /** What model calls used, newest day first. */
  readonly byDay: readonly DaySpending[];
  /** The same by model. */
  readonly byModel: readonly ModelSpending[];
  /** What could not be graded lately. */
  readonly ungradable: { readonly items: readonly UngradableGrade[]; readonly total: number };
  /** Batches that are being graded. */
  readonly batches: readonly BatchView[];
  /** Questions in the bank. */
  readonly questions: number;
  /** Version of the runtime. */
  readonly runtime: string;
  /** ISO time of the start. */
  readonly startedAt: string;
}
