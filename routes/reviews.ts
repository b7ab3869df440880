import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyProblems, type Env, json, replies, router } from "./api.ts";
import {
  appealRequestSchema,
  appealSchema,
  gradeSchema,
  overrideRequestSchema,
  regradedSchema,
  regradeRequestSchema,
  reviewQueueSchema,
} from "./schemas.ts";
import type { Services } from "./services.ts";

const params = z.strictObject({ id: z.string() });
const headers = z.object({ "idempotency-key": z.string().optional() });

const appeal = createRoute({
  method: "post",
  path: "/v1/grades/{id}/appeals",
  tags: ["Reviews"],
  operationId: "appealGrade",
  summary: "Asks for a second, blind grading of one criterion",
  description:
    "Free text graded by a machine is read once more, without the first verdict and without the reason: by the language model " +
    "where there is one, else by the offline grader with stricter bounds. Two readings that differ leave the criterion unsure. " +
    "Then, and for everything else at once, a person decides, who sees the reason.",
  request: { params, body: { ...json(appealRequestSchema, "Criterion and reason."), required: true }, headers },
  responses: {
    202: json(appealSchema, "The appeal; what becomes of it is told by the grade, whose address is in Location."),
    404: replies[404],
    409: replies[409],
    ...bodyProblems,
  },
});

const override = createRoute({
  method: "post",
  path: "/v1/grades/{id}/override",
  tags: ["Reviews"],
  operationId: "overrideGrade",
  summary: "Puts a person's verdicts in the place of a grade",
  description:
    "The score is computed from all verdicts; both grades are kept, the interview and its report follow, and open appeals are " +
    "closed. Needs the scope `reviewer`.",
  request: { params, body: { ...json(overrideRequestSchema, "Verdicts and reason."), required: true }, headers },
  responses: {
    200: json(gradeSchema, "The grade that counts now."),
    404: replies[404],
    409: replies[409],
    ...bodyProblems,
  },
});

const regrade = createRoute({
  method: "post",
  path: "/v1/regrades",
  tags: ["Reviews"],
  operationId: "regrade",
  summary: "Makes grades again and tells who would move, by how much and why",
  description:
    "With `dryRun: false` the grades that move are replaced; both are kept. Grades by a person stay, and so do answers with an " +
    "open appeal. Needs the scope `admin`.",
  request: { body: { ...json(regradeRequestSchema, "Which grades, and with what."), required: true }, headers },
  responses: { 200: json(regradedSchema, "What moves."), 404: replies[404], 409: replies[409], ...bodyProblems },
});

const queue = createRoute({
  method: "get",
  path: "/v1/reviews",
  tags: ["Reviews"],
  operationId: "getReviewQueue",
  summary: "Answers that wait for a person, longest waiting first",
  description: "Needs the scope `reviewer`.",
  request: { query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }) },
  responses: { 200: json(reviewQueueSchema, "What waits."), 422: replies[422] },
});

/** Appeals, overrides, regrades and what waits for a person. */
export function reviewRoutes({ interview }: Pick<Services, "interview">): OpenAPIHono<Env> {
  return router()
    .openapi(appeal, async (c) => {
      const { id } = c.req.valid("param");
      const taken = await interview.appeal(id, c.req.valid("json"));
      c.header("Location", `/v1/grades/${id}`);
      return c.json(taken, 202);
    })
    .openapi(override, async (c) => {
      const caller = c.get("caller");
      const by = caller.kind === "key" ? caller.key.id : null;
      return c.json(await interview.override(c.req.valid("param").id, c.req.valid("json"), by), 200);
    })
    .openapi(regrade, async (c) => c.json(await interview.regrade(c.req.valid("json")), 200))
    .openapi(queue, async (c) => {
      c.header("Cache-Control", "no-store");
      return c.json(await interview.reviewQueue(c.req.valid("query").limit), 200);
    }) as OpenAPIHono<Env>;
}
