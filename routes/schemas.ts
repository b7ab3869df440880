/**
 * The HTTP contract as zod schemas: requests are parsed with them, the OpenAPI document is generated from them, and the tests
 * hold every reply against them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { difficulties, type PublicQuestion, topics } from "../question-bank/mod.ts";
import type { Answer, Grade } from "../grader/mod.ts";
import {
  type AppealRequest,
  type AppealView,
  type BatchView,
  type GradeHistory,
  lengthMax,
  type OverrideRequest,
  type Quiz,
  type QuizRequest,
  type Regraded,
  type RegradeRequest,
  type Report,
  type ReviewQueue,
  type Session,
  sourceMaxBytes,
  type StartRequest,
  textMax,
  type Turn,
} from "../interview/mod.ts";

const kinds = ["multiple-choice", "free-text", "coding"] as const;
const modes = ["practice", "mock", "timed"] as const;
const encoder = new TextEncoder();

const id = () => z.string().min(1).max(200);
const score = () => z.number().min(0).max(1);
const instant = () => z.string().openapi({ format: "date-time" });

/** `.nullable()` of a named schema would not reach the document: it refers to the name alone. */
const orNull = <T>(schema: z.ZodType<T>) => z.union([schema, z.null()]);

// A lone surrogate has no UTF-8 form: it would be stored as another character than the one that was sent.
const wellFormed = (text: string) => text.isWellFormed();
const wellFormedMessage = { message: "expected well-formed Unicode (no lone surrogates)" };

/** What a candidate sends. */
export const answerSchema: z.ZodType<Answer> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("multiple-choice"),
    choices: z.array(z.string().min(1).max(20)).min(1).max(26),
  }),
  z.strictObject({
    kind: z.literal("free-text"),
    text: z.string().min(1).max(textMax).refine(wellFormed, wellFormedMessage),
  }),
  z.strictObject({
    kind: z.literal("coding"),
    language: z.enum(["typescript", "javascript"]),
    source: z.string().min(1).max(sourceMaxBytes).refine(wellFormed, wellFormedMessage).refine(
      (source) => encoder.encode(source).length <= sourceMaxBytes,
      { message: `expected at most ${sourceMaxBytes} bytes of UTF-8` },
    ),
  }),
]).openapi("Answer");

/** Body of `POST /v1/grade`. */
export const gradeRequestSchema: z.ZodType<{ questionId: string; answer: Answer }> = z.strictObject({
  questionId: id(),
  answer: answerSchema,
}).openapi("GradeRequest");

/** Body of `POST /v1/sessions`. */
export const startRequestSchema: z.ZodType<StartRequest> = z.strictObject({
  mode: z.enum(modes),
  topics: z.array(z.enum(topics)).min(1).optional(),
  kinds: z.array(z.enum(kinds)).min(1).optional(),
  difficulty: z.enum(difficulties).optional(),
  length: z.int().min(1).max(lengthMax).optional(),
  questionIds: z.array(id()).min(1).max(lengthMax)
    .refine((ids) => new Set(ids).size === ids.length, { message: "expected each question once" }).optional(),
  quizId: id().optional(),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
  learner: z.string().min(1).max(200).optional(),
}).openapi("StartRequest") as z.ZodType<StartRequest>;

/** Body of `POST /v1/quizzes`. */
export const quizRequestSchema: z.ZodType<QuizRequest> = z.strictObject({
  title: z.string().trim().min(1).max(200).refine(wellFormed, wellFormedMessage),
  questionIds: z.array(id()).min(1).max(lengthMax)
    .refine((ids) => new Set(ids).size === ids.length, { message: "expected each question once" }).optional(),
  topics: z.array(z.enum(topics)).min(1).optional(),
  length: z.int().min(1).max(lengthMax).optional(),
  seed: z.int().min(0).max(0xffff_ffff).optional(),
}).superRefine(({ questionIds, topics, length }, context) => {
  if (!questionIds) return;
  if (topics !== undefined) {
    context.addIssue({
      code: "custom",
      path: ["topics"],
      message: "expected it to be absent where questionIds name the questions",
    });
  }
  if (length !== undefined && length !== questionIds.length) {
    context.addIssue({
      code: "custom",
      path: ["length"],
      message: `expected it to be absent or ${questionIds.length}, the number of questionIds`,
    });
  }
}).openapi("QuizRequest") as unknown as z.ZodType<QuizRequest>;

/** A quiz. */
export const quizSchema: z.ZodType<Quiz> = z.strictObject({
  id: id(),
  title: z.string(),
  questionIds: z.array(z.string()),
  seed: z.int(),
  createdAt: instant(),
}).openapi("Quiz") as z.ZodType<Quiz>;

/** Body of `POST /v1/sessions/{id}/turns`. */
export const turnSchema: z.ZodType<Turn> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("answer"), answer: answerSchema }),
  z.strictObject({ type: z.literal("hint") }),
  z.strictObject({ type: z.literal("skip") }),
  z.strictObject({ type: z.literal("say"), text: z.string().min(1).max(2_000).refine(wellFormed, wellFormedMessage) }),
  z.strictObject({ type: z.literal("end") }),
]).openapi("Turn");

const referenceSchema = z.strictObject({ title: z.string(), year: z.int(), url: z.string() });

/** A question as a candidate may see it. */
export const questionSchema: z.ZodType<PublicQuestion> = z.strictObject({
  id: id(),
  version: z.string(),
  kind: z.enum(kinds),
  topic: z.enum(topics),
  difficulty: z.enum(difficulties),
  title: z.string(),
  prompt: z.string(),
  options: z.array(z.strictObject({ id: z.string(), text: z.string() })).optional(),
  starter: z.strictObject({ language: z.literal("typescript"), source: z.string() }).optional(),
  entryPoints: z.array(z.strictObject({ name: z.string(), signature: z.string(), doc: z.string() })).optional(),
  limits: z.strictObject({ wallMs: z.number(), memoryMiB: z.number() }).optional(),
  hintCount: z.int(),
  references: z.array(referenceSchema),
}).openapi("Question") as z.ZodType<PublicQuestion>;

/** A page of questions. */
export const questionPageSchema = z.strictObject({
  items: z.array(questionSchema),
  nextCursor: z.string().nullable(),
}).openapi("QuestionPage");

const evidenceSchema = z.strictObject({ quote: z.string(), start: z.int(), end: z.int() });
const plotSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  kind: z.enum(["line", "scatter", "image"]),
  xLabel: z.string(),
  yLabel: z.string(),
  series: z.array(z.strictObject({ name: z.string(), x: z.array(z.number()), y: z.array(z.number()) })),
});

const graderSchema = z.strictObject({
  name: z.enum(["key", "offline", "llm", "sandbox", "human"]),
  version: z.string(),
  model: z.string().optional(),
  promptHash: z.string().optional(),
}).openapi("Grader");

const gradeFields = {
  id: id(),
  questionId: id(),
  questionVersion: z.string(),
  kind: z.enum(kinds),
  status: z.enum(["graded", "needs-review", "ungradable"]),
  score: score().nullable(),
  outcome: z.enum(["correct", "partial", "incorrect"]).nullable(),
  criteria: z.array(z.strictObject({
    id: z.string(),
    description: z.string(),
    weight: z.number(),
    verdict: z.enum(["met", "not-met", "unsure"]),
    evidence: z.array(evidenceSchema),
    reason: z.string(),
    visible: z.boolean().optional(),
    message: z.string().optional(),
    input: z.string().optional(),
  })),
  misconceptions: z.array(z.strictObject({
    id: z.string(),
    description: z.string(),
    evidence: z.array(evidenceSchema),
  })),
  feedback: z.string(),
  confidence: score(),
  grader: graderSchema,
  usage: z.strictObject({
    inputTokens: z.number(),
    outputTokens: z.number(),
    reasoningTokens: z.number(),
    costUsd: z.number(),
  }).optional(),
  run: z.strictObject({
    backend: z.enum(["webgpu", "wasm", "cpu"]),
    status: z.enum([
      "ok",
      "compile-error",
      "runtime-error",
      "time-limit",
      "memory-limit",
      "output-limit",
      "killed",
    ]),
    durationMs: z.number(),
    peakMemoryMiB: z.number(),
    stdout: z.string(),
    stderr: z.string(),
    plots: z.array(plotSchema),
  }).optional(),
  gradedAt: instant(),
  durationMs: z.number(),
  supersedes: z.string().optional(),
};

/** A grade. */
export const gradeSchema: z.ZodType<Grade> = z.strictObject(gradeFields).openapi("Grade") as z.ZodType<Grade>;

/** An appeal as its maker sees it. */
export const appealSchema: z.ZodType<AppealView> = z.strictObject({
  id: id(),
  gradeId: id(),
  criterionId: z.string(),
  state: z.enum(["second-reading", "open", "closed"]),
  createdAt: instant(),
  closedAt: instant().nullable(),
}).openapi("Appeal");

/** A grade with everything that became of its answer. */
export const gradeHistorySchema = z.strictObject({
  ...gradeFields,
  history: z.array(gradeSchema),
  appeals: z.array(appealSchema),
}).openapi("GradeWithHistory") as z.ZodType<Grade & Omit<GradeHistory, "grade">>;

const reason = () => z.string().trim().min(1).max(2_000).refine(wellFormed, wellFormedMessage);

/** Body of `POST /v1/grades/{id}/appeals`. */
export const appealRequestSchema: z.ZodType<AppealRequest> = z.strictObject({
  criterionId: id(),
  reason: reason(),
}).openapi("AppealRequest");

/** Body of `POST /v1/grades/{id}/override`. */
export const overrideRequestSchema: z.ZodType<OverrideRequest> = z.strictObject({
  criteria: z.array(z.strictObject({
    id: id(),
    verdict: z.enum(["met", "not-met"]),
    reason: reason().optional(),
    quote: z.string().min(1).max(textMax).refine(wellFormed, wellFormedMessage).optional(),
  })).max(50),
  misconceptions: z.array(z.strictObject({ id: id(), stated: z.boolean() })).max(50).optional(),
  reason: reason(),
}).openapi("OverrideRequest") as z.ZodType<OverrideRequest>;

/** Body of `POST /v1/regrades`. */
export const regradeRequestSchema: z.ZodType<RegradeRequest> = z.strictObject({
  questionId: id().optional(),
  grader: z.enum(["offline", "llm"]).optional(),
  dryRun: z.boolean(),
  limit: z.int().min(1).max(1_000).default(200),
  cursor: id().optional(),
}).openapi("RegradeRequest") as z.ZodType<RegradeRequest>;

const outcomeSchema = z.strictObject({
  status: z.enum(["graded", "needs-review", "ungradable"]),
  score: score().nullable(),
  outcome: z.enum(["correct", "partial", "incorrect"]).nullable(),
  grader: graderSchema,
  questionVersion: z.string(),
});

/** What regrading came to. */
export const regradedSchema: z.ZodType<Regraded> = z.strictObject({
  dryRun: z.boolean(),
  considered: z.int(),
  moves: z.array(z.strictObject({
    gradeId: id(),
    sessionId: z.string().nullable(),
    questionId: id(),
    from: outcomeSchema,
    to: outcomeSchema,
    difference: z.number().min(-1).max(1).nullable(),
    because: z.array(z.string()),
    newGradeId: z.string().optional(),
  })),
  failed: z.array(z.strictObject({ gradeId: id(), detail: z.string() })),
  nextCursor: z.string().nullable(),
}).openapi("Regraded") as z.ZodType<Regraded>;

/** What waits for a person. */
export const reviewQueueSchema: z.ZodType<ReviewQueue> = z.strictObject({
  items: z.array(z.strictObject({
    grade: gradeSchema,
    answer: answerSchema,
    sessionId: z.string().nullable(),
    because: z.array(z.enum(["needs-review", "ungradable", "appeal"])),
    appeals: z.array(z.strictObject({
      id: id(),
      gradeId: id(),
      sessionId: z.string().nullable(),
      criterionId: z.string(),
      reason: z.string(),
      state: z.enum(["second-reading", "open", "closed"]),
      second: z.strictObject({
        verdict: z.enum(["met", "not-met", "unsure"]),
        reason: z.string(),
        grader: graderSchema,
      }).nullable(),
      createdAt: instant(),
      closedAt: instant().nullable(),
    })),
    since: instant(),
  })),
  total: z.int(),
}).openapi("ReviewQueue") as z.ZodType<ReviewQueue>;

/** A batch. */
export const batchSchema: z.ZodType<BatchView> = z.strictObject({
  id: id(),
  state: z.enum(["grading", "done", "cancelled"]),
  total: z.int(),
  graded: z.int(),
  faults: z.int(),
  waiting: z.int(),
  cancelled: z.int(),
  createdAt: instant(),
  finishedAt: instant().nullable(),
}).openapi("Batch");

/** A session. */
export const sessionSchema: z.ZodType<Session> = z.strictObject({
  id: id(),
  mode: z.enum(modes),
  state: z.enum(["awaiting-answer", "grading", "finished"]),
  position: z.int(),
  length: z.int(),
  seed: z.int(),
  createdAt: instant(),
  deadline: instant().optional(),
  timeLeftMs: z.int().nonnegative().optional().describe(
    "Milliseconds left while the clock of a timed interview stands.",
  ),
  question: orNull(questionSchema),
  transcript: z.array(z.strictObject({
    id: id(),
    at: instant(),
    role: z.enum(["interviewer", "candidate"]),
    kind: z.enum(["greeting", "question", "answer", "hint", "feedback", "follow-up", "notice", "closing"]),
    text: z.string(),
    questionId: z.string().optional(),
    gradeId: z.string().optional(),
  })),
}).openapi("Session") as z.ZodType<Session>;

/** Reply to a turn that is on disk. */
export const turnTakenSchema = z.strictObject({
  turnId: id(),
  state: z.enum(["awaiting-answer", "grading", "finished"]),
}).openapi("TurnTaken");

/** A grading job. */
export const jobSchema = z.strictObject({
  id: id(),
  state: z.enum(["queued", "running", "done", "failed"]),
  grade: gradeSchema.optional(),
}).openapi("Job");

/** A report. */
export const reportSchema: z.ZodType<Report> = z.strictObject({
  sessionId: id(),
  mode: z.enum(modes),
  finished: z.boolean(),
  startedAt: instant(),
  finishedAt: instant().nullable(),
  score: score().nullable(),
  summary: z.string(),
  topics: z.array(z.strictObject({ topic: z.enum(topics), score: score().nullable(), questions: z.int() })),
  strengths: z.array(z.strictObject({ questionId: z.string(), criterionId: z.string(), description: z.string() })),
  gaps: z.array(z.strictObject({
    questionId: z.string(),
    criterionId: z.string(),
    description: z.string(),
    verdict: z.enum(["met", "not-met", "unsure"]),
  })),
  reading: z.array(referenceSchema),
  items: z.array(z.strictObject({
    questionId: z.string(),
    kind: z.enum(kinds),
    topic: z.enum(topics),
    difficulty: z.enum(difficulties),
    title: z.string(),
    status: z.enum(["graded", "needs-review", "ungradable", "answered", "skipped", "not-reached"]),
    score: score().nullable(),
    hintsUsed: z.int(),
    followUp: z.enum(["none", "asked", "won"]),
    answer: orNull(answerSchema),
    grade: orNull(gradeSchema),
    modelAnswer: z.string().nullable(),
    references: z.array(referenceSchema),
  })),
}).openapi("Report") as z.ZodType<Report>;

/** An error, RFC 9457. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
}).openapi("Problem");
