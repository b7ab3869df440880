import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { Change, GradeRecord, InterviewStore, SessionRecord } from "../interview/mod.ts";
import { gradesVisible, Replaced, StaleChange } from "../interview/mod.ts";
import { type Database, extendedCodeOf, type Reader, type Transaction } from "./database.ts";
import { announce } from "./webhook_store.ts";
import { answerHash } from "./model_store.ts";
import {
  appeals,
  events,
  grades,
  idempotencyKeys,
  jobs,
  readings,
  sessions,
  shares,
  slackBindings,
  slackTasks,
  spending,
  turns,
} from "./schema.ts";

const openSessionsMax = 20;

/** Sessions, turns, jobs, grades and events in the database. */
export function createInterviewStore(database: Database, { now }: { readonly now: () => Date }): InterviewStore {
  const { read, write, erase } = database;
  return {
    session: (id) => read(async (db) => await db.query.sessions.findFirst({ where: eq(sessions.id, id) }) ?? null),
    openSessions: (owner) =>
      read((db) =>
        db.select().from(sessions)
          .where(and(eq(sessions.owner, owner), ne(sessions.state, "finished")))
          .orderBy(desc(sessions.createdAt)).limit(openSessionsMax)
      ),
    overdueSessions: (now) =>
      read(async (db) =>
        (await db.select({ id: sessions.id }).from(sessions)
          .where(and(eq(sessions.state, "awaiting-answer"), lt(sessions.deadline, now)))).map(({ id }) => id)
      ),
    events: (sessionId, afterSeq) =>
      read((db) =>
        db.select({ seq: events.seq, event: events.event }).from(events)
          .where(and(eq(events.sessionId, sessionId), gt(events.seq, afterSeq))).orderBy(asc(events.seq))
      ),
    turnByKey: (sessionId, key) =>
      read(async (db) =>
        await db.query.turns.findFirst({
          where: and(eq(turns.sessionId, sessionId), eq(turns.idempotencyKey, key)),
        }) ?? null
      ),
    job: (id) => read(async (db) => await db.query.jobs.findFirst({ where: eq(jobs.id, id) }) ?? null),
    unfinishedJobs: () =>
      read((db) =>
        db.select({ id: jobs.id, questionId: jobs.questionId, sessionId: jobs.sessionId, owner: jobs.owner }).from(jobs)
          .where(and(eq(jobs.state, "queued"), isNull(jobs.batchId))).orderBy(asc(jobs.createdAt))
      ),
    grade: (id) => read(async (db) => gradeRecord(await db.query.grades.findFirst({ where: eq(grades.id, id) }))),
    gradeOfJob: (jobId) =>
      read(async (db) => gradeRecord(await db.query.grades.findFirst({ where: eq(grades.jobId, jobId) }))),
    grades: (sessionId) => read((db) => gradesOf(db, sessionId)),
    restartJobs: () =>
      write(async (tx) => {
        // Whoever waited for a precheck has gone with the process that ran it.
        await tx.update(jobs).set({ state: "cancelled", updatedAt: now().toISOString() })
          .where(and(eq(jobs.state, "queued"), eq(jobs.purpose, "precheck")));
        await tx.update(jobs).set({ starts: sql`${jobs.starts} + 1`, updatedAt: now().toISOString() })
          .where(and(eq(jobs.state, "queued"), isNull(jobs.batchId)));
      }),
    cancelJob: (id) =>
      write(async (tx) => {
        const { rowsAffected } = await tx.update(jobs).set({ state: "cancelled", updatedAt: now().toISOString() })
          .where(and(eq(jobs.id, id), eq(jobs.state, "queued")));
        return rowsAffected > 0;
      }),
    commit: (change) => write((tx) => commit(tx, { change, now })),
    erase: (sessionId) => erase((tx) => eraseSession(tx, sessionId)),
  };
}

async function commit(
  tx: Transaction,
  { change, now }: { readonly change: Change; readonly now: () => Date },
): Promise<void> {
  const { session, previous, turn, job, grade, endedJobId, cancelledJobId, appeal, secondReading } = change;
  const { closesAppealsOf = [], reopensAppeals = [] } = change;
  if (change.takesPlace && grade?.grade.supersedes) await refuseReplaced(tx, grade.grade.supersedes);
  if (session) await putSession(tx, { session, previous });
  if (session && change.events && change.events.length > 0) {
    const first = session.eventCount - change.events.length + 1;
    await tx.insert(events).values(
      change.events.map((event, index) => ({ sessionId: session.id, seq: first + index, event })),
    );
  }
  await unlessTaken(async () => {
    if (turn) await tx.insert(turns).values(turn);
    if (job) await tx.insert(jobs).values(job);
    if (grade) {
      await tx.insert(grades).values({
        id: grade.grade.id,
        jobId: grade.jobId,
        turnId: grade.turnId,
        sessionId: grade.sessionId,
        questionId: grade.grade.questionId,
        questionVersion: grade.grade.questionVersion,
        answer: grade.answer,
        grade: grade.grade,
        raw: grade.raw,
        supersedes: grade.grade.supersedes ?? null,
        standIn: grade.standIn,
        gradedAt: grade.grade.gradedAt,
      });
    }
    if (appeal) await tx.insert(appeals).values(appeal);
  });
  if (secondReading) {
    const { appealId, second } = secondReading;
    const state = sql`CASE ${appeals.state} WHEN 'second-reading' THEN 'open' ELSE ${appeals.state} END`;
    await tx.update(appeals).set({ second, state }).where(eq(appeals.id, appealId));
  }
  await announceChange(tx, change);
  if (closesAppealsOf.length > 0) {
    await tx.update(appeals).set({ state: "closed", closedAt: now().toISOString() })
      .where(and(inArray(appeals.gradeId, [...closesAppealsOf]), ne(appeals.state, "closed")));
  }
  if (reopensAppeals.length > 0) {
    await tx.update(appeals).set({ state: "open", closedAt: null }).where(inArray(appeals.id, [...reopensAppeals]));
  }
  if (endedJobId) {
    const { rowsAffected } = await tx.update(jobs).set({ state: "done", updatedAt: now().toISOString() })
      .where(and(eq(jobs.id, endedJobId), eq(jobs.state, "queued")));
    if (rowsAffected === 0) {
      throw new StaleChange(`Cannot end job "${endedJobId}": it has ended already, expected it to be queued`);
    }
  }
  if (cancelledJobId) {
    const { rowsAffected } = await tx.update(jobs).set({ state: "cancelled", updatedAt: now().toISOString() })
      .where(and(eq(jobs.id, cancelledJobId), eq(jobs.state, "queued")));
    if (rowsAffected === 0) {
      throw new StaleChange(`Cannot cancel job "${cancelledJobId}": it has ended already, expected it to be queued`);
    }
  }
}

/** Grades of a mock or timed interview are told when it ends, as they are shown. */
async function announceChange(tx: Transaction, { session, previous, grade }: Change): Promise<void> {
  const ended = session?.state === "finished" && previous?.state !== "finished";
  if (grade && (!session || gradesVisible(session))) {
    await announceGrade(tx, { ...grade.grade, jobId: grade.jobId, session });
  }
  if (!ended) return;
  if (session.mode !== "practice") {
    const others = await tx.select({ id: grades.id, jobId: grades.jobId }).from(grades)
      .where(and(eq(grades.sessionId, session.id), ne(grades.id, grade?.grade.id ?? "")))
      .orderBy(asc(grades.gradedAt));
    for (const { id, jobId } of others) {
      await announceGrade(tx, { id, jobId, session, gradedAt: session.finishedAt ?? session.createdAt });
    }
  }
  await announce(tx, {
    event: "session.finished",
    subjectId: session.id,
    owner: session.owner,
    at: session.finishedAt ?? session.createdAt,
  });
}

async function announceGrade(
  tx: Transaction,
  { id, jobId, session, gradedAt }: {
    readonly id: string;
    readonly jobId: string;
    readonly session: SessionRecord | null;
    readonly gradedAt: string;
  },
): Promise<void> {
  const [job] = session ? [] : await tx.select({ owner: jobs.owner }).from(jobs).where(eq(jobs.id, jobId));
  await announce(tx, {
    event: "grade.created",
    subjectId: id,
    owner: (session ? session.owner : job?.owner) ?? null,
    at: gradedAt,
  });
}

async function putSession(
  tx: Transaction,
  { session, previous }: { readonly session: SessionRecord; readonly previous: SessionRecord | undefined },
): Promise<void> {
  if (!previous) {
    await tx.insert(sessions).values(session);
    return;
  }
  const { rowsAffected } = await tx.update(sessions).set(session).where(and(
    eq(sessions.id, session.id),
    eq(sessions.eventCount, previous.eventCount),
    eq(sessions.turnCount, previous.turnCount),
    eq(sessions.state, previous.state),
    // A grade that replaces another one is not always told.
    eq(sessions.items, previous.items),
  ));
  if (rowsAffected === 0) {
    throw new StaleChange(
      `Cannot change session "${session.id}": it has changed since, expected ${previous.eventCount} events`,
    );
  }
}

async function refuseReplaced(tx: Transaction, gradeId: string): Promise<void> {
  const [other] = await tx.select({ id: grades.id }).from(grades).innerJoin(jobs, eq(jobs.id, grades.jobId))
    .where(and(eq(grades.supersedes, gradeId), ne(jobs.purpose, "grade"))).limit(1);
  if (other) {
    throw new Replaced(`Cannot replace grade "${gradeId}": "${other.id}" has done so, expected it to count`);
  }
}

const takenCodes: readonly string[] = ["SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"];

/** A place, key or grade that is taken already means that somebody else was first. */
async function unlessTaken(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!takenCodes.includes(extendedCodeOf(error) ?? "")) throw error;
    throw new StaleChange("Cannot write the change: its place is taken, expected it to be free", { cause: error });
  }
}

/** All grades of a session, oldest first. */
export async function gradesOf(db: Reader, sessionId: string): Promise<readonly GradeRecord[]> {
  const rows = await db.select().from(grades).where(eq(grades.sessionId, sessionId))
    .orderBy(asc(grades.gradedAt), asc(sql`rowid`));
  return rows.flatMap((row) => gradeRecord(row) ?? []);
}

/** A stored grade as the core knows it. */
export function gradeRecord(row: typeof grades.$inferSelect | undefined): GradeRecord | null {
  if (!row) return null;
  const { grade, jobId, turnId, sessionId, answer, raw, standIn } = row;
  return { grade, jobId, turnId, sessionId, answer, raw, standIn };
}

/** Erases a session and everything derived from it; `false` when there is none. */
export async function eraseSession(tx: Transaction, sessionId: string): Promise<boolean> {
  const graded = await tx.select({ id: grades.id, answer: grades.answer }).from(grades)
    .where(eq(grades.sessionId, sessionId));
  // What was stopped may have been read as well.
  const sent = await tx.select({ answer: jobs.answer }).from(jobs).where(eq(jobs.sessionId, sessionId));
  const hashes = [...graded, ...sent].flatMap(({ answer }) => answerHash(answer) ?? []);
  if (hashes.length > 0) await tx.delete(readings).where(inArray(readings.answerHash, hashes));
  await eraseThread(tx, sessionId);
  const { rowsAffected } = await tx.delete(sessions).where(eq(sessions.id, sessionId));
  for (const table of [events, turns, jobs, grades, appeals, shares]) {
    await tx.delete(table).where(eq(table.sessionId, sessionId));
  }
  await tx.delete(spending).where(eq(spending.account, `session:${sessionId}`));
  // Stored replies name the session, or a grade of it, in their path or in their body.
  for (const id of [sessionId, ...graded.map(({ id }) => id)]) {
    await tx.delete(idempotencyKeys).where(or(
      sql`instr(${idempotencyKeys.scope}, ${id}) > 0`,
      sql`instr(${idempotencyKeys.body}, ${id}) > 0`,
    ));
  }
  return rowsAffected > 0;
}

/** The thread of a session, and what its member sent that has not been worked on. */
async function eraseThread(tx: Transaction, sessionId: string): Promise<void> {
  const [thread] = await tx.delete(slackBindings).where(eq(slackBindings.sessionId, sessionId)).returning();
  if (!thread) return;
  const field = (name: string) => sql`json_extract(${slackTasks.work}, ${`$.${name}`})`;
  await tx.update(slackTasks).set({ work: null }).where(or(
    eq(field("sessionId"), sessionId),
    and(eq(field("threadTs"), thread.threadTs), eq(field("channelId"), thread.channelId)),
  ));
}
