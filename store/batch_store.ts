import { and, asc, count, eq, gt, inArray, notInArray, sql } from "drizzle-orm";
import type { Grade } from "../grader/mod.ts";
import type { BatchResult, BatchStore } from "../interview/mod.ts";
import type { Database, Transaction } from "./database.ts";
import { announce } from "./webhook_store.ts";
import { batches, batchLines, grades, jobs } from "./schema.ts";

/** Most rows that one statement inserts: a statement takes 32,766 values at most. */
const rowsMax = 500;

/** Batches in the database. */
export function createBatchStore({ read, write }: Database, { now }: { readonly now: () => Date }): BatchStore {
  const drop = async (tx: Transaction, ids: readonly string[]) => {
    if (ids.length === 0) return;
    await tx.delete(jobs).where(inArray(jobs.batchId, [...ids]));
    await tx.delete(batchLines).where(inArray(batchLines.batchId, [...ids]));
    await tx.delete(batches).where(inArray(batches.id, [...ids]));
  };
  return {
    open: (batch) => write(async (tx) => void await tx.insert(batches).values(batch)),
    add: (batchId, entries) =>
      write(async (tx) => {
        for (let at = 0; at < entries.length; at += rowsMax) {
          const some = entries.slice(at, at + rowsMax);
          const added = some.flatMap(({ job }) => job ?? []);
          if (added.length > 0) await tx.insert(jobs).values(added);
          await tx.insert(batchLines).values(some.map(({ line }) => ({ ...line, batchId })));
        }
      }),
    seal: (batchId, { bodyHash, idempotencyKey }) =>
      write(async (tx) => {
        if (idempotencyKey !== null) {
          const earlier = await tx.query.batches.findFirst({ where: eq(batches.idempotencyKey, idempotencyKey) });
          if (earlier) {
            await drop(tx, [batchId]);
            return earlier;
          }
        }
        const [sealed] = await tx.update(batches).set({ state: "grading", bodyHash, idempotencyKey })
          .where(eq(batches.id, batchId)).returning();
        if (!sealed) throw new Error(`Cannot seal the batch "${batchId}": it is gone, expected it to be received`);
        return sealed;
      }),
    drop: (batchId) => write((tx) => drop(tx, [batchId])),
    dropUnsealed: () =>
      write(async (tx) => {
        const unsealed = await tx.select({ id: batches.id }).from(batches).where(eq(batches.state, "receiving"));
        await drop(tx, unsealed.map(({ id }) => id));
      }),
    batch: (id) =>
      read(async (db) => {
        const found = await db.query.batches.findFirst({ where: eq(batches.id, id) });
        return found && found.state !== "receiving" ? found : null;
      }),
    unfinished: () =>
      read(async (db) =>
        (await db.select({ id: batches.id }).from(batches).where(eq(batches.state, "grading"))
          .orderBy(asc(batches.createdAt))).map(({ id }) => id)
      ),
    counts: (id) =>
      read(async (db) => {
        const byState = await db.select({ state: jobs.state, n: count() }).from(jobs).where(eq(jobs.batchId, id))
          .groupBy(jobs.state);
        const fault = await db.$count(
          batchLines,
          and(eq(batchLines.batchId, id), sql`${batchLines.fault} IS NOT NULL`),
        );
        return {
          queued: 0,
          done: 0,
          cancelled: 0,
          ...Object.fromEntries(byState.map(({ state, n }) => [state, n])),
          fault,
        };
      }),
    take: (batchId, { except, limit }) =>
      write(async (tx) => {
        const taken = await tx.select({ id: jobs.id, questionId: jobs.questionId }).from(jobs)
          .where(and(eq(jobs.batchId, batchId), eq(jobs.state, "queued"), notInArray(jobs.id, [...except])))
          .orderBy(asc(sql`rowid`)).limit(limit);
        if (taken.length > 0) {
          await tx.update(jobs).set({ starts: sql`${jobs.starts} + 1` }).where(
            inArray(jobs.id, taken.map(({ id }) => id)),
          );
        }
        return taken;
      }),
    results: (id, { afterLine, limit }) =>
      read(async (db) => {
        const rows = await db.select().from(batchLines)
          .leftJoin(jobs, eq(jobs.id, batchLines.jobId))
          .leftJoin(grades, eq(grades.jobId, jobs.id))
          .where(and(eq(batchLines.batchId, id), gt(batchLines.line, afterLine)))
          .orderBy(asc(batchLines.line)).limit(limit);
        const current = await replacements(db, rows.flatMap((row) => row.grades?.id ?? []));
        return rows.map(({ batch_lines: { line, reference, questionId, jobId, fault }, jobs: job, grades: made }) =>
          ({
            line,
            reference,
            questionId,
            jobId,
            fault,
            state: job?.state ?? "fault",
            grade: (made && current.get(made.id)) ?? made?.grade ?? null,
          }) satisfies BatchResult
        );
      }),
    end: (id, state) =>
      write(async (tx) => {
        const at = now().toISOString();
        const [ended] = await tx.update(batches).set({ state, finishedAt: at })
          .where(and(eq(batches.id, id), eq(batches.state, "grading"))).returning({ owner: batches.owner });
        if (!ended) return false;
        await tx.update(jobs).set({ state: "cancelled", updatedAt: at })
          .where(and(eq(jobs.batchId, id), eq(jobs.state, "queued")));
        await announce(tx, { event: "batch.finished", subjectId: id, owner: ended.owner, at });
        return true;
      }),
  };
}

type Reading = Parameters<Parameters<Database["read"]>[0]>[0];

/** The grades that have taken the places of these, however often they were replaced, by the id of the first. */
async function replacements(db: Reading, ids: readonly string[]): Promise<ReadonlyMap<string, Grade>> {
  const firstOf = new Map(ids.map((id) => [id, id]));
  const last = new Map<string, Grade>();
  for (let some = [...ids]; some.length > 0;) {
    const later = await db.select({ grade: grades.grade }).from(grades).where(inArray(grades.supersedes, some));
    for (const { grade } of later) {
      const first = firstOf.get(grade.supersedes ?? "") ?? grade.id;
      firstOf.set(grade.id, first);
      last.set(first, grade);
    }
    some = later.map(({ grade }) => grade.id);
  }
  return last;
}
