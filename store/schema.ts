import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Scope } from "../access/mod.ts";
import type { Answer, Grade } from "../grader/mod.ts";
import type { Work } from "../slack/mod.ts";
import type { WebhookEvent } from "../webhooks/mod.ts";
import type { ItemProgress, SecondReading, SessionEventData, StartRequest, Turn } from "../interview/mod.ts";

/** One interview. What has been asked and earned so far is in `items`; the transcript is in `events`. */
export const sessions = sqliteTable("sessions", {
  id: text().primaryKey(),
  owner: text(),
  learner: text(),
  request: text({ mode: "json" }).$type<StartRequest>().notNull(),
  mode: text({ enum: ["practice", "mock", "timed"] }).notNull(),
  state: text({ enum: ["awaiting-answer", "grading", "finished"] }).notNull(),
  seed: integer().notNull(),
  length: integer().notNull(),
  items: text({ mode: "json" }).$type<readonly ItemProgress[]>().notNull(),
  turnCount: integer("turn_count").notNull(),
  eventCount: integer("event_count").notNull(),
  createdAt: text("created_at").notNull(),
  deadline: text(),
  /** What is left while the clock stands. */
  timeLeftMs: integer("time_left_ms"),
  finishedAt: text("finished_at"),
  /** Whether its answers must not leave this machine. */
  offlineOnly: integer("offline_only", { mode: "boolean" }).notNull().default(false),
}, (table) => [
  index("sessions_owner").on(table.owner, table.createdAt),
  index("sessions_learner").on(table.learner, table.createdAt),
  index("sessions_deadline").on(table.state, table.deadline),
]);

/** Reports that whoever has the link may read. */
export const shares = sqliteTable("shares", {
  sessionId: text("session_id").primaryKey(),
  token: text().notNull(),
  createdAt: text("created_at").notNull(),
}, (table) => [uniqueIndex("shares_token").on(table.token)]);

/** What a candidate sent, as sent. Two turns cannot take the same place, and a repeat of a key is the same turn. */
export const turns = sqliteTable("turns", {
  id: text().primaryKey(),
  sessionId: text("session_id").notNull(),
  seq: integer().notNull(),
  turn: text({ mode: "json" }).$type<Turn>().notNull(),
  questionId: text("question_id"),
  idempotencyKey: text("idempotency_key"),
  bodyHash: text("body_hash").notNull(),
  createdAt: text("created_at").notNull(),
}, (table) => [
  uniqueIndex("turns_place").on(table.sessionId, table.seq),
  uniqueIndex("turns_key").on(table.sessionId, table.idempotencyKey),
]);

/** What listeners are told, in order; the entries named "message" are the transcript. */
export const events = sqliteTable("events", {
  sessionId: text("session_id").notNull(),
  seq: integer().notNull(),
  event: text({ mode: "json" }).$type<SessionEventData>().notNull(),
}, (table) => [primaryKey({ columns: [table.sessionId, table.seq] })]);

/** Answers that are to be graded: of a turn, or sent for grading without a session. */
export const jobs = sqliteTable(
  "jobs",
  {
    id: text().primaryKey(),
    turnId: text("turn_id"),
    sessionId: text("session_id"),
    /** Whose it is when it belongs to no session. */
    owner: text(),
    questionId: text("question_id").notNull(),
    /** A precheck ends without a grade. */
    purpose: text({ enum: ["grade", "precheck", "second-reading", "override", "remake", "regrade"] }).notNull().default(
      "grade",
    ),
    offlineOnly: integer("offline_only", { mode: "boolean" }).notNull().default(false),
    batchId: text("batch_id"),
    answer: text({ mode: "json" }).$type<Answer>().notNull(),
    /** A follow-up's reply re-grades this criterion of the grade that it supersedes. */
    criterionId: text("criterion_id"),
    supersedes: text(),
    state: text({ enum: ["queued", "done", "cancelled"] }).notNull(),
    starts: integer().notNull(),
    createdAt: text("created_at").notNull(),
    updatedAt: text("updated_at").notNull(),
  },
  (
    table,
  ) => [
    uniqueIndex("jobs_turn").on(table.turnId),
    index("jobs_state").on(table.state, table.createdAt),
    index("jobs_batch").on(table.batchId, table.state),
  ],
);

/** Grades, append-only (a trigger refuses updates), one per job. */
export const grades = sqliteTable("grades", {
  id: text().primaryKey(),
  jobId: text("job_id").notNull(),
  turnId: text("turn_id"),
  sessionId: text("session_id"),
  questionId: text("question_id").notNull(),
  questionVersion: text("question_version").notNull(),
  answer: text({ mode: "json" }).$type<Answer>().notNull(),
  grade: text({ mode: "json" }).$type<Grade>().notNull(),
  raw: text(),
  supersedes: text(),
  /** Why the grader stands in for a model that could not be asked. */
  standIn: text("stand_in", { enum: ["outage", "budget", "refused"] }),
  gradedAt: text("graded_at").notNull(),
}, (table) => [
  uniqueIndex("grades_job").on(table.jobId),
  index("grades_session").on(table.sessionId),
  index("grades_supersedes").on(table.supersedes),
  index("grades_question").on(table.questionId, table.gradedAt),
  index("grades_stand_in").on(table.standIn, table.gradedAt),
  index("grades_undecided").on(table.gradedAt).where(sql`json_extract("grade", '$.status') <> 'graded'`),
]);

/** What candidates doubt of their grades, one per criterion of a grade. */
export const appeals = sqliteTable("appeals", {
  id: text().primaryKey(),
  /** The grade that is doubted: the one that counted when the appeal was made. */
  gradeId: text("grade_id").notNull(),
  sessionId: text("session_id"),
  criterionId: text("criterion_id").notNull(),
  reason: text().notNull(),
  state: text({ enum: ["second-reading", "open", "closed"] }).notNull(),
  /** What the second, blind reading came to; `null` where there is none. */
  second: text({ mode: "json" }).$type<SecondReading>(),
  createdAt: text("created_at").notNull(),
  closedAt: text("closed_at"),
}, (table) => [
  uniqueIndex("appeals_criterion").on(table.gradeId, table.criterionId),
  index("appeals_state").on(table.state, table.createdAt),
  index("appeals_session").on(table.sessionId),
]);

/** Many answers sent at once. Those that can be graded are jobs. */
export const batches = sqliteTable("batches", {
  id: text().primaryKey(),
  owner: text(),
  /** "receiving" until the last line is here: such a batch was never promised to anybody. */
  state: text({ enum: ["receiving", "grading", "done", "cancelled"] }).notNull(),
  offlineOnly: integer("offline_only", { mode: "boolean" }).notNull(),
  idempotencyKey: text("idempotency_key"),
  bodyHash: text("body_hash"),
  createdAt: text("created_at").notNull(),
  finishedAt: text("finished_at"),
}, (table) => [
  uniqueIndex("batches_key").on(table.idempotencyKey),
  index("batches_state").on(table.state),
]);

/** The lines of a batch, each with the job that grades it or the fault for which it cannot be graded. */
export const batchLines = sqliteTable("batch_lines", {
  batchId: text("batch_id").notNull(),
  line: integer().notNull(),
  /** What the caller calls the line. */
  reference: text(),
  questionId: text("question_id"),
  jobId: text("job_id"),
  fault: text(),
}, (table) => [primaryKey({ columns: [table.batchId, table.line] })]);

/** What models have said of answers; found again by what they were asked, erased with the answer. */
export const readings = sqliteTable("readings", {
  key: text().primaryKey(),
  answerHash: text("answer_hash").notNull(),
  reading: text().notNull(),
  createdAt: text("created_at").notNull(),
}, (table) => [index("readings_answer").on(table.answerHash), index("readings_age").on(table.createdAt)]);

/** What model calls have used, by session, by key and day, and by day. */
export const spending = sqliteTable("spending", {
  account: text().primaryKey(),
  inputTokens: integer("input_tokens").notNull(),
  outputTokens: integer("output_tokens").notNull(),
  reasoningTokens: integer("reasoning_tokens").notNull(),
  costUsd: real("cost_usd").notNull(),
  updatedAt: text("updated_at").notNull(),
});

/** Replies kept so that a repeated POST is answered, not carried out again. */
export const idempotencyKeys = sqliteTable("idempotency_keys", {
  scope: text().notNull(),
  key: text().notNull(),
  bodyHash: text("body_hash").notNull(),
  /** `null` while the first request is still being worked on. */
  status: integer(),
  headers: text({ mode: "json" }).$type<Record<string, string>>(),
  body: text(),
  createdAt: text("created_at").notNull(),
}, (table) => [primaryKey({ columns: [table.scope, table.key] })]);

/** Values that the server makes for itself once, such as the key that signs cookies. */
export const settings = sqliteTable("settings", {
  name: text().primaryKey(),
  value: text().notNull(),
});

/** Keys of the API: what they may do, and the SHA-256 of their text. Revoked ones stay, so that a server never opens by itself. */
export const apiKeys = sqliteTable("api_keys", {
  id: text().primaryKey(),
  name: text().notNull(),
  hash: text().notNull(),
  scopes: text({ mode: "json" }).$type<readonly Scope[]>().notNull(),
  createdAt: text("created_at").notNull(),
  expiresAt: text("expires_at"),
  lastUsedAt: text("last_used_at"),
  revokedAt: text("revoked_at"),
}, (table) => [uniqueIndex("api_keys_hash").on(table.hash)]);

/** What erasures of learners took away, in numbers. */
export const receipts = sqliteTable("receipts", {
  id: text().primaryKey(),
  receipt: text({ mode: "json" }).notNull(),
});

/** Fixed lists of questions that many people can take. */
export const quizzes = sqliteTable("quizzes", {
  id: text().primaryKey(),
  owner: text(),
  title: text().notNull(),
  questionIds: text("question_ids", { mode: "json" }).$type<readonly string[]>().notNull(),
  seed: integer().notNull(),
  createdAt: text("created_at").notNull(),
});

/**
 * Where to tell what; `owner` is whose things it is told of, `null` for everything. Nothing is told while the key that it was
 * made with is not valid.
 */
export const webhooks = sqliteTable("webhooks", {
  id: text().primaryKey(),
  owner: text(),
  keyId: text("key_id"),
  url: text().notNull(),
  events: text({ mode: "json" }).$type<readonly WebhookEvent[]>().notNull(),
  secret: text().notNull(),
  createdAt: text("created_at").notNull(),
  disabledAt: text("disabled_at"),
});

/** Messages that wait to be delivered, added with what they tell of. */
export const webhookDeliveries = sqliteTable("webhook_deliveries", {
  id: text().primaryKey(),
  webhookId: text("webhook_id").notNull(),
  event: text().$type<WebhookEvent>().notNull(),
  subjectId: text("subject_id").notNull(),
  at: text().notNull(),
  attempts: integer().notNull(),
  nextAt: text("next_at").notNull(),
}, (table) => [index("webhook_deliveries_due").on(table.nextAt), index("webhook_deliveries_of").on(table.webhookId)]);

/** What Slack sent and is not done; of what is done only the id is kept for a while. */
export const slackTasks = sqliteTable("slack_tasks", {
  id: text().primaryKey(),
  work: text({ mode: "json" }).$type<Work>(),
  at: text().notNull(),
});

/** Interviews in threads of Slack. */
export const slackBindings = sqliteTable("slack_bindings", {
  sessionId: text("session_id").primaryKey(),
  teamId: text("team_id").notNull(),
  userId: text("user_id").notNull(),
  channelId: text("channel_id").notNull(),
  threadTs: text("thread_ts").notNull(),
  posted: integer().notNull(),
  lastTs: text("last_ts"),
  lastFrom: integer("last_from").notNull(),
  over: integer({ mode: "boolean" }).notNull(),
}, (table) => [
  index("slack_bindings_member").on(table.teamId, table.userId),
  uniqueIndex("slack_bindings_thread").on(table.teamId, table.channelId, table.threadTs),
]);

/** Channels that get a question every day. */
export const slackChannels = sqliteTable("slack_channels", {
  teamId: text("team_id").notNull(),
  channelId: text("channel_id").notNull(),
  time: text().notNull(),
  topic: text(),
}, (table) => [primaryKey({ columns: [table.teamId, table.channelId] })]);

/** Questions of the day. */
export const slackQuestions = sqliteTable("slack_questions", {
  id: text().primaryKey(),
  teamId: text("team_id").notNull(),
  channelId: text("channel_id").notNull(),
  questionId: text("question_id").notNull(),
  day: text().notNull(),
  messageTs: text("message_ts"),
  closed: integer({ mode: "boolean" }).notNull(),
}, (table) => [uniqueIndex("slack_questions_day").on(table.teamId, table.channelId, table.day)]);

/** First answers to questions of the day. */
export const slackAnswers = sqliteTable("slack_answers", {
  questionId: text("question_id").notNull(),
  userId: text("user_id").notNull(),
  choice: text().notNull(),
  correct: integer({ mode: "boolean" }).notNull(),
  at: text().notNull(),
}, (table) => [primaryKey({ columns: [table.questionId, table.userId] })]);

/** Workspaces that have installed the app, with their tokens encrypted. */
export const slackInstallations = sqliteTable("slack_installations", {
  teamId: text("team_id").primaryKey(),
  token: text().notNull(),
  botUserId: text("bot_user_id").notNull(),
});

/** Installations that have begun. */
export const slackStates = sqliteTable("slack_states", {
  state: text().primaryKey(),
  until: text().notNull(),
});
