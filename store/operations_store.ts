import { and, asc, desc, eq, gte, lt, sql } from "drizzle-orm";
import { type OperationsStore, reasonOfUngradable } from "../interview/mod.ts";
import type { Database, Reader } from "./database.ts";
import { notReplaced, notSuperseded } from "./review_store.ts";
import { grades, jobs, spending } from "./schema.ts";

/** What those who run a server want to know, from the database. */
export function createOperationsStore({ read }: Database): OperationsStore {
  return {
    spendingByDay: (day) =>
      read(async (db) =>
        (await accounts(db, "day:")).map(({ account, ...usage }) => ({ day: account, ...usage }))
          .filter((row) => row.day >= day).toSorted((a, b) => a.day < b.day ? 1 : -1)
      ),
    spendingByModel: (day) =>
      read(async (db) =>
        (await accounts(db, "model:")).map(({ account, ...usage }) => {
          // The name of a model may have colons of its own.
          const end = account.lastIndexOf(":");
          return { model: account.slice(0, end), day: account.slice(end + 1), ...usage };
        }).filter((row) => row.day >= day)
          .toSorted((a, b) => a.day === b.day ? (a.model < b.model ? -1 : 1) : a.day < b.day ? 1 : -1)
      ),
    backlog: () =>
      read(async (db) => {
        const queued = eq(jobs.state, "queued");
        const [oldest] = await db.select({ at: jobs.createdAt }).from(jobs).where(queued)
          .orderBy(asc(jobs.createdAt)).limit(1);
        return { waiting: await db.$count(jobs, queued), since: oldest?.at ?? null };
      }),
    ungradable: (limit) =>
      read(async (db) => {
        const where = and(
          // Both, so that the index of undecided grades serves.
          sql`json_extract("grades"."grade", '$.status') <> 'graded'`,
          sql`json_extract("grades"."grade", '$.status') = 'ungradable'`,
          notSuperseded(db),
        );
        const rows = await db.select({ grade: grades.grade }).from(grades).where(where)
          .orderBy(desc(grades.gradedAt)).limit(limit);
        return {
          items: rows.map(({ grade: { id, questionId, kind, gradedAt, feedback } }) => ({
            id,
            questionId,
            kind,
            gradedAt,
            reason: reasonOfUngradable(feedback),
          })),
          total: await db.$count(grades, where),
        };
      }),
    standIns: () => read((db) => db.$count(grades, and(eq(grades.standIn, "outage"), notReplaced))),
  };
}

/** The accounts whose names begin so, without that beginning. */
async function accounts(db: Reader, prefix: string) {
  const rows = await db.select({
    account: spending.account,
    inputTokens: spending.inputTokens,
    outputTokens: spending.outputTokens,
    reasoningTokens: spending.reasoningTokens,
    costUsd: spending.costUsd,
  }).from(spending).where(and(gte(spending.account, prefix), lt(spending.account, `${prefix}\u{10ffff}`)));
  return rows.map(({ account, ...usage }) => ({ account: account.slice(prefix.length), ...usage }));
}
