import { and, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { eraseSession } from "./interview_store.ts";
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
  return erased + await erase(async (tx) => {
    await tx.delete(readings).where(lt(readings.createdAt, before));
    await tx.delete(appeals).where(and(isNull(appeals.sessionId), lt(appeals.createdAt, before)));
    const past = tx.select({ id: batches.id }).from(batches).where(lt(batches.createdAt, before));
    await tx.delete(batchLines).where(inArray(batchLines.batchId, past));
    await tx.delete(batches).where(lt(batches.createdAt, before));
    await tx.delete(grades).where(and(isNull(grades.sessionId), lt(grades.gradedAt, before)));
    return (await tx.delete(jobs).where(and(isNull(jobs.sessionId), lt(jobs.createdAt, before)))).rowsAffected;
  });
}
