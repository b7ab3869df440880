import { and, asc, desc, eq, gte, isNull, lt, sql } from "drizzle-orm";
import type { Actor, SlackStore } from "../slack/mod.ts";
import type { Database } from "./database.ts";
import {
  slackAnswers,
  slackBindings,
  slackChannels,
  slackInstallations,
  slackQuestions,
  slackStates,
  slackTasks,
} from "./schema.ts";

/** Days for which the id of a finished task is kept, so that a late repeat is known. */
const keptDays = 2;

/** What the Slack door keeps, in the database. */
export function createSlackStore({ read, write, erase }: Database): SlackStore {
  const ofChannel = (
    table: typeof slackChannels | typeof slackQuestions,
    { teamId, channelId }: { readonly teamId: string; readonly channelId: string },
  ) => and(eq(table.teamId, teamId), eq(table.channelId, channelId));
  const ofActor = ({ teamId, userId }: Actor) =>
    and(eq(slackBindings.teamId, teamId), eq(slackBindings.userId, userId));
  const columns = {
    sessionId: slackBindings.sessionId,
    teamId: slackBindings.teamId,
    userId: slackBindings.userId,
    channelId: slackBindings.channelId,
    threadTs: slackBindings.threadTs,
    posted: slackBindings.posted,
    lastTs: slackBindings.lastTs,
    lastFrom: slackBindings.lastFrom,
  };
  return {
    addTask: ({ id, work }, at) =>
      write(async (tx) => {
        const before = new Date(Date.parse(at) - keptDays * 86_400_000).toISOString();
        await tx.delete(slackTasks).where(and(isNull(slackTasks.work), lt(slackTasks.at, before)));
        return (await tx.insert(slackTasks).values({ id, work, at }).onConflictDoNothing()).rowsAffected > 0;
      }),
    openTasks: () =>
      read(async (db) =>
        (await db.select().from(slackTasks).where(sql`${slackTasks.work} is not null`).orderBy(asc(slackTasks.at)))
          .flatMap(({ id, work }) => work ? [{ id, work }] : [])
      ),
    endTask: (id) =>
      write(async (tx) => void await tx.update(slackTasks).set({ work: null }).where(eq(slackTasks.id, id))),
    bind: (binding) => write(async (tx) => void await tx.insert(slackBindings).values({ ...binding, over: false })),
    binding: (sessionId) =>
      read(async (db) =>
        (await db.select(columns).from(slackBindings).where(eq(slackBindings.sessionId, sessionId)))[0] ?? null
      ),
    bindingOf: ({ teamId, channelId, threadTs }) =>
      read(async (db) =>
        (await db.select(columns).from(slackBindings).where(and(
          eq(slackBindings.teamId, teamId),
          eq(slackBindings.channelId, channelId),
          eq(slackBindings.threadTs, threadTs),
        )))[0] ?? null
      ),
    bindingsOf: (actor) =>
      read((db) => db.select(columns).from(slackBindings).where(ofActor(actor)).orderBy(desc(sql`rowid`))),
    openBindings: () => read((db) => db.select(columns).from(slackBindings).where(eq(slackBindings.over, false))),
    posted: (sessionId, state) =>
      write(async (tx) => void await tx.update(slackBindings).set(state).where(eq(slackBindings.sessionId, sessionId))),
    forget: (actor) =>
      erase(async (tx) => {
        await tx.delete(slackBindings).where(ofActor(actor));
        const asked = tx.select({ id: slackQuestions.id }).from(slackQuestions)
          .where(eq(slackQuestions.teamId, actor.teamId));
        await tx.delete(slackAnswers)
          .where(and(eq(slackAnswers.userId, actor.userId), sql`${slackAnswers.questionId} in ${asked}`));
      }),
    setDaily: ({ time, topic, ...channel }) =>
      write(async (tx) =>
        void await tx.insert(slackChannels).values({ ...channel, time, topic })
          .onConflictDoUpdate({ target: [slackChannels.teamId, slackChannels.channelId], set: { time, topic } })
      ),
    endDaily: (channel) =>
      write(async (tx) => (await tx.delete(slackChannels).where(ofChannel(slackChannels, channel))).rowsAffected > 0),
    dailyChannels: () => read((db) => db.select().from(slackChannels)),
    addQuestion: (question) =>
      write(async (tx) => (await tx.insert(slackQuestions).values(question).onConflictDoNothing()).rowsAffected > 0),
    questionsOf: (channel) =>
      read((db) =>
        db.select().from(slackQuestions).where(ofChannel(slackQuestions, channel)).orderBy(desc(slackQuestions.day))
      ),
    question: (id) =>
      read(async (db) => (await db.select().from(slackQuestions).where(eq(slackQuestions.id, id)))[0] ?? null),
    updateQuestion: (id, change) =>
      write(async (tx) => void await tx.update(slackQuestions).set(change).where(eq(slackQuestions.id, id))),
    addAnswer: (answer) =>
      write(async (tx) => (await tx.insert(slackAnswers).values(answer).onConflictDoNothing()).rowsAffected > 0),
    standings: (channel, since) =>
      read((db) => {
        const correct = sql<number>`sum(${slackAnswers.correct})`;
        const answered = sql<number>`count(*)`;
        return db.select({ userId: slackAnswers.userId, correct, answered }).from(slackAnswers)
          .innerJoin(slackQuestions, eq(slackQuestions.id, slackAnswers.questionId))
          .where(and(ofChannel(slackQuestions, channel), gte(slackAnswers.at, since)))
          .groupBy(slackAnswers.userId).orderBy(desc(correct), asc(answered), asc(slackAnswers.userId));
      }),
    install: ({ teamId, token, botUserId }) =>
      write(async (tx) =>
        void await tx.insert(slackInstallations).values({ teamId, token, botUserId })
          .onConflictDoUpdate({ target: slackInstallations.teamId, set: { token, botUserId } })
      ),
    installation: (teamId) =>
      read(async (db) =>
        (await db.select({ token: slackInstallations.token, botUserId: slackInstallations.botUserId })
          .from(slackInstallations).where(eq(slackInstallations.teamId, teamId)))[0] ?? null
      ),
    uninstall: (teamId) =>
      write(async (tx) => void await tx.delete(slackInstallations).where(eq(slackInstallations.teamId, teamId))),
    addState: (state, until) => write(async (tx) => void await tx.insert(slackStates).values({ state, until })),
    takeState: (state, now) =>
      write(async (tx) => {
        await tx.delete(slackStates).where(lt(slackStates.until, now));
        return (await tx.delete(slackStates).where(eq(slackStates.state, state))).rowsAffected > 0;
      }),
  };
}
