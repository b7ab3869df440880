import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { visibleTo } from "../access/mod.ts";
import type { LearnerExport, Receipt, Review } from "../learners/mod.ts";
import { type Env, json, replies, router } from "./api.ts";
import type { Services } from "./services.ts";

const params = z.strictObject({ id: z.string() });
const horizonMaxDays = 3_650;

const reviewSchema: z.ZodType<Review> = z.strictObject({
  questionId: z.string(),
  criterionId: z.string(),
  description: z.string(),
  dueAt: z.string().openapi({ format: "date-time" }),
  lastReviewedAt: z.string().openapi({ format: "date-time" }),
  lastVerdict: z.enum(["met", "not-met"]),
  reviews: z.int(),
  lapses: z.int(),
  stabilityDays: z.number(),
  difficulty: z.number(),
}).openapi("Review") as z.ZodType<Review>;

const receiptSchema: z.ZodType<Receipt> = z.strictObject({
  id: z.string().nullable(),
  erasedAt: z.string().nullable().openapi({ format: "date-time" }),
  learnerHash: z.string(),
  counts: z.strictObject({ sessions: z.int(), turns: z.int(), grades: z.int() }),
}).openapi("Receipt") as z.ZodType<Receipt>;

const exportSchema = z.looseObject({
  learner: z.string(),
  exportedAt: z.string().openapi({ format: "date-time" }),
  sessions: z.array(z.looseObject({})),
  reviews: z.array(reviewSchema),
}).openapi("LearnerExport") as unknown as z.ZodType<LearnerExport>;

const reviews = createRoute({
  method: "get",
  path: "/v1/learners/{id}/reviews",
  tags: ["Learners"],
  operationId: "listReviews",
  summary: "Criteria due for spaced repetition",
  request: {
    params,
    query: z.strictObject({
      withinDays: z.coerce.number().int().min(0).max(horizonMaxDays).default(0)
        .openapi({ description: "Also those that are due within so many days." }),
    }),
  },
  responses: {
    200: json(
      z.strictObject({
        items: z.array(reviewSchema),
        nextDueAt: z.string().nullable().openapi({ format: "date-time" }),
      }),
      "What is due, the longest due first, and when the next one after these is.",
    ),
    404: replies[404],
    422: replies[422],
  },
});

const exported = createRoute({
  method: "get",
  path: "/v1/learners/{id}/export",
  tags: ["Learners"],
  operationId: "exportLearner",
  summary: "Everything that is held about a learner",
  request: { params },
  responses: { 200: json(exportSchema, "Interviews with every turn, event and grade, as stored."), 404: replies[404] },
});

const erase = createRoute({
  method: "delete",
  path: "/v1/learners/{id}",
  tags: ["Learners"],
  operationId: "eraseLearner",
  summary: "Erases everything that is held about a learner",
  request: {
    params,
    query: z.strictObject({
      dryRun: z.enum(["true", "false"]).default("false").openapi({ description: "Only says what would be erased." }),
    }),
  },
  responses: {
    200: json(receiptSchema, "A receipt, or a preview without id."),
    404: replies[404],
    422: replies[422],
    503: replies[503],
  },
});

/** `/v1/learners`. */
export function learnerRoutes({ learners, clock }: Pick<Services, "learners" | "clock">): OpenAPIHono<Env> {
  const routes = router();
  routes.use("/v1/learners/*", async (c, next) => {
    c.header("Cache-Control", "no-store");
    await next();
  });
  return routes
    .openapi(reviews, async (c) => {
      const { withinDays } = c.req.valid("query");
      const horizon = new Date(clock.now().getTime() + withinDays * 86_400_000).toISOString();
      const all = await learners.reviews(c.req.valid("param").id, visibleTo(c.get("caller")));
      const items = all.filter(({ dueAt }) => dueAt <= horizon);
      return c.json({ items, nextDueAt: all[items.length]?.dueAt ?? null }, 200);
    })
    .openapi(
      exported,
      async (c) => c.json(await learners.export(c.req.valid("param").id, visibleTo(c.get("caller"))), 200),
    )
    .openapi(erase, async (c) => {
      const dryRun = c.req.valid("query").dryRun === "true";
      return c.json(await learners.erase(c.req.valid("param").id, visibleTo(c.get("caller")), { dryRun }), 200);
    }) as OpenAPIHono<Env>;
}
