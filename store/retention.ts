import { and, eq, inArray, isNull, lt, notExists, notInArray, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { eraseSession } from "./interview_store.ts";
import { answerHash } from "./model_store.ts";
import { appeals, batches, batchLines, grades, jobs, readings, sessions } from "./schema.ts";

/** Most that one transaction erases, so that candidates do not wait for it. */
const atOnce = 50;

/**
 * Erases interviews that ended, or began and never ended, before an ISO time, with everything derived from them, and answers
 * that belong to no interview and were sent before it. Gives the number of both.
 */
export async function eraseBefore({ read, erase }: Database, before: string): Promise<number> {
  let erased = 0;
  for (;;) {
    const found = await read((db) =>
      db.select({ id: sessions.id }).from(sessions)
        .where(lt(sql`coalesce(${sessions.finishedAt}, ${sessions.createdAt})`, before)).limit(atOnce)
    );
    if (found.length === 0) break;
    await erase(async (tx) => {
      for (const { id } of found) await eraseSession(tx, id);
    });
    erased += found.length;
  }
  erased += await eraseAnswers({ read, erase }, before);
  await erase(async (tx) => {
    await tx.delete(readings).where(lt(readings.createdAt, before));
    const kept = tx.select({ id: grades.id }).from(grades);
    await tx.delete(appeals).where(and(isNull(appeals.sessionId), notInArray(appeals.gradeId, kept)));
    await tx.delete(jobs).where(
      and(isNull(jobs.sessionId), eq(jobs.purpose, "second-reading"), notInArray(jobs.supersedes, kept)),
    );
    const past = tx.select({ id: batches.id }).from(batches).where(lt(batches.createdAt, before));
    await tx.delete(batchLines).where(inArray(batchLines.batchId, past));
    await tx.delete(batches).where(lt(batches.createdAt, before));
  });
  return erased;
}

/** What was sent without an interview, by the time when it was sent, however late its grade was replaced. */
async function eraseAnswers({ read, erase }: Pick<Database, "read" | "erase">, before: string): Promise<number> {
  for (let erased = 0;;) {
    const sent = await read((db) =>
      db.select({ id: jobs.id, answer: jobs.answer }).from(jobs).where(and(
        isNull(jobs.sessionId),
        lt(jobs.createdAt, before),
        notExists(db.select({ one: sql`1` }).from(grades).where(eq(grades.id, jobs.supersedes))),
      )).limit(atOnce)
    );
    if (sent.length === 0) return erased;
    const ids = sent.map(({ id }) => id);
    const hashes = sent.flatMap(({ answer }) => answerHash(answer) ?? []);
    await erase(async (tx) => {
      const family = await tx.all<{ id: string; jobId: string }>(sql`
        WITH RECURSIVE family(id, job_id) AS (
          SELECT id, job_id FROM grades WHERE ${inArray(grades.jobId, ids)}
          UNION SELECT g.id, g.job_id FROM grades g JOIN family f ON g.supersedes = f.id
        )
        SELECT id, job_id AS jobId FROM family`);
      await tx.delete(readings).where(inArray(readings.answerHash, hashes));
      await tx.delete(grades).where(inArray(grades.id, family.map(({ id }) => id)));
      await tx.delete(jobs).where(inArray(jobs.id, [...ids, ...family.map(({ jobId }) => jobId)]));
    });
    erased += sent.length;
  }
}
