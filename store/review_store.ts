import { and, asc, eq, gt, inArray, ne, notExists, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { GradeRecord, ReviewStore } from "../interview/mod.ts";
import type { Database, Reader } from "./database.ts";
import { gradeRecord } from "./interview_store.ts";
import { answerHash } from "./model_store.ts";
import { appeals, grades, jobs, readings } from "./schema.ts";

const later = alias(grades, "later");

/** What reviewers need, from the database. */
export function createReviewStore({ read, write }: Database): ReviewStore {
  return {
    chain: (gradeId) =>
      read(async (db) => {
        // Down to the first grade of the answer, then everything that was built on it.
        const related = await db.all<{ id: string }>(sql`
          WITH RECURSIVE
            earlier(id, supersedes) AS (
              SELECT id, supersedes FROM grades WHERE id = ${gradeId}
              UNION SELECT g.id, g.supersedes FROM grades g JOIN earlier e ON g.id = e.supersedes
            ),
            family(id) AS (
              SELECT id FROM earlier
              UNION SELECT g.id FROM grades g JOIN family f ON g.supersedes = f.id
            )
          SELECT id FROM family`);
        if (related.length === 0) return [];
        const rows = await db.select().from(grades).where(inArray(grades.id, related.map(({ id }) => id)))
          .orderBy(asc(grades.gradedAt), asc(sql`rowid`));
        return records(rows);
      }),
    undecided: (limit) =>
      read(async (db) => {
        const where = and(sql`json_extract("grades"."grade", '$.status') <> 'graded'`, notSuperseded(db));
        const rows = await db.select().from(grades).where(where).orderBy(asc(grades.gradedAt)).limit(limit);
        return { records: records(rows), total: await db.$count(grades, where) };
      }),
    appeals: (gradeIds) =>
      read((db) =>
        db.select().from(appeals).where(inArray(appeals.gradeId, [...gradeIds])).orderBy(asc(appeals.createdAt))
      ),
    appeal: (id) => read(async (db) => await db.query.appeals.findFirst({ where: eq(appeals.id, id) }) ?? null),
    openAppeals: (limit) =>
      read(async (db) => {
        const where = eq(appeals.state, "open");
        const found = await db.select().from(appeals).where(where).orderBy(asc(appeals.createdAt)).limit(limit);
        return { records: found, total: await db.$count(appeals, where) };
      }),
    standIns: ({ offset, limit }) =>
      read(async (db) =>
        records(
          await db.select().from(grades).where(and(eq(grades.standIn, "outage"), notReplaced))
            .orderBy(asc(grades.gradedAt), asc(sql`rowid`)).limit(limit).offset(offset),
        )
      ),
    forgetReadings: async (answer) => {
      const hash = answerHash(answer);
      if (hash !== null) await write((tx) => tx.delete(readings).where(eq(readings.answerHash, hash)));
    },
    regradable: ({ questionId, afterId, limit }) =>
      read(async (db) =>
        records(
          await db.select().from(grades).where(and(
            gt(grades.id, afterId),
            questionId === undefined ? undefined : eq(grades.questionId, questionId),
            ne(sql`json_extract("grades"."grade", '$.grader.name')`, "human"),
            notReplaced,
          )).orderBy(asc(grades.id)).limit(limit),
        )
      ),
  };
}

/** No later grade names it. */
export const notSuperseded = (db: Reader): SQL =>
  notExists(db.select({ one: sql`1` }).from(later).where(eq(later.supersedes, grades.id)));

/** No other grade took its place; the grade of a follow-up's reply stands beside the one that it builds on. */
export const notReplaced: SQL = sql`NOT EXISTS (
  SELECT 1 FROM ${grades} AS "later" JOIN ${jobs} AS "by" ON "by"."id" = "later"."job_id"
  WHERE "later"."supersedes" = "grades"."id" AND "by"."purpose" <> 'grade')`;

function records(rows: readonly (typeof grades.$inferSelect)[]): GradeRecord[] {
  return rows.flatMap((row) => gradeRecord(row) ?? []);
}
