import { eq } from "drizzle-orm";
import type { Clock, ShareStore } from "../interview/mod.ts";
import type { Database } from "./database.ts";
import { sessions, shares } from "./schema.ts";

/** Links to reports in the database. */
export function createShareStore({ read, write }: Database, clock: Pick<Clock, "now">): ShareStore {
  return {
    token: (sessionId) =>
      read(async (db) => (await db.query.shares.findFirst({ where: eq(shares.sessionId, sessionId) }))?.token ?? null),
    session: (token) =>
      read(async (db) => (await db.query.shares.findFirst({ where: eq(shares.token, token) }))?.sessionId ?? null),
    keep: (sessionId, token) =>
      write(async (tx) => {
        // An interview that is being erased gets no link that outlives it.
        const [session] = await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.id, sessionId));
        if (!session) return null;
        await tx.insert(shares).values({ sessionId, token, createdAt: clock.now().toISOString() })
          .onConflictDoNothing();
        const [kept] = await tx.select({ token: shares.token }).from(shares).where(eq(shares.sessionId, sessionId));
        return kept?.token ?? null;
      }),
    forget: (sessionId) => write(async (tx) => void await tx.delete(shares).where(eq(shares.sessionId, sessionId))),
  };
}
