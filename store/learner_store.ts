import { and, asc, eq, isNull, or } from "drizzle-orm";
import type { LearnerStore } from "../learners/mod.ts";
import type { Database } from "./database.ts";
import { eraseSession, gradesOf } from "./interview_store.ts";
import { appeals, events, receipts, sessions, turns } from "./schema.ts";

/** Learners' interviews in the database. */
export function createLearnerStore({ read, erase }: Database): LearnerStore {
  return {
    sessionsOf: (learner) =>
      read((db) =>
        db.select().from(sessions)
          .where(or(eq(sessions.learner, learner), and(isNull(sessions.learner), eq(sessions.owner, learner))))
          .orderBy(asc(sessions.createdAt))
      ),
    grades: (sessionId) => read((db) => gradesOf(db, sessionId)),
    records: (sessionId) =>
      read(async (db) => {
        const session = await db.query.sessions.findFirst({ where: eq(sessions.id, sessionId) });
        return session
          ? {
            session,
            turns: await db.select().from(turns).where(eq(turns.sessionId, sessionId)).orderBy(asc(turns.seq)),
            events: await db.select({ seq: events.seq, event: events.event }).from(events)
              .where(eq(events.sessionId, sessionId)).orderBy(asc(events.seq)),
            grades: await gradesOf(db, sessionId),
            appeals: await db.select().from(appeals).where(eq(appeals.sessionId, sessionId))
              .orderBy(asc(appeals.createdAt)),
          }
          : null;
      }),
    erase: (sessionIds, { id, receipt }) =>
      erase(async (tx) => {
        for (const sessionId of sessionIds) await eraseSession(tx, sessionId);
        await tx.insert(receipts).values({ id, receipt });
      }),
  };
}
