import { eq, lt, sql } from "drizzle-orm";
import { createHash } from "node:crypto";
import { type Answer, canonicalise, type ReadingCache, type Spending } from "../grader/mod.ts";
import type { Database } from "./database.ts";
import { readings, spending } from "./schema.ts";

const keptMs = 90 * 24 * 3_600_000;

/** Readings of language models in the database. */
export interface ReadingStore extends ReadingCache {
  /** Forgets readings older than 90 days. */
  forgetOld(): Promise<void>;
}

/** What models have said of answers, in the database. */
export function createReadingStore({ read, write }: Database, { now }: { readonly now: () => Date }): ReadingStore {
  return {
    get: (key) =>
      read(async (db) => (await db.query.readings.findFirst({ where: eq(readings.key, key) }))?.reading ?? null),
    put: ({ key, answer, reading }) =>
      write(async (tx) => {
        const createdAt = now().toISOString();
        await tx.insert(readings).values({ key, answerHash: hashOf(answer), reading, createdAt }).onConflictDoNothing();
      }),
    forgetOld: () =>
      write(async (tx) => {
        await tx.delete(readings).where(lt(readings.createdAt, new Date(now().getTime() - keptMs).toISOString()));
      }),
  };
}

/** What readings of an answer are found by when it is erased; `null` for an answer that no model reads. */
export function answerHash(answer: Answer): string | null {
  return answer.kind === "free-text" ? hashOf(canonicalise(answer.text).text) : null;
}

function hashOf(canonical: string): string {
  return createHash("sha256").update(canonical).digest("hex");
}

/** What model calls have used, in the database. */
export function createSpending({ read, write }: Database, { now }: { readonly now: () => Date }): Spending {
  return {
    spent: (account) =>
      read(async (db) => {
        const found = await db.query.spending.findFirst({ where: eq(spending.account, account) });
        const { inputTokens = 0, outputTokens = 0, reasoningTokens = 0, costUsd = 0 } = found ?? {};
        return { inputTokens, outputTokens, reasoningTokens, costUsd };
      }),
    add: (accounts, usage) =>
      write(async (tx) => {
        const updatedAt = now().toISOString();
        await tx.insert(spending).values(accounts.map((account) => ({ account, ...usage, updatedAt })))
          .onConflictDoUpdate({
            target: spending.account,
            set: {
              inputTokens: sql`${spending.inputTokens} + ${usage.inputTokens}`,
              outputTokens: sql`${spending.outputTokens} + ${usage.outputTokens}`,
              reasoningTokens: sql`${spending.reasoningTokens} + ${usage.reasoningTokens}`,
              costUsd: sql`${spending.costUsd} + ${usage.costUsd}`,
              updatedAt,
            },
          });
      }),
  };
}
