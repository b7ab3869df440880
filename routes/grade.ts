import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ownerOf } from "../access/mod.ts";
import { NotFound } from "../interview/mod.ts";
import { bodyProblems, type Env, json, replies, router } from "./api.ts";
import { preferences } from "./prefer.ts";
import { gradeHistorySchema, gradeRequestSchema, gradeSchema, jobSchema } from "./schemas.ts";
import type { Services } from "./services.ts";

/** Longer than any run may take; after it the reply names the job instead. */
const waitMs = 100_000;

const grade = createRoute({
  method: "post",
  path: "/v1/grade",
  tags: ["Grading"],
  operationId: "gradeAnswer",
  summary: "Grades one answer without a session",
  description:
    "With `Prefer: precheck`, code is only tried on the visible checks of its question: the reply has the shape of a grade " +
    "without a score, nothing is graded or kept but the answer itself, and `Preference-Applied: precheck` says so. " +
    "With `Prefer: grading=offline`, the answer does not leave this machine: no language model reads it.",
  request: {
    body: { ...json(gradeRequestSchema, "Question and answer."), required: true },
    headers: z.object({ prefer: z.string().optional(), "idempotency-key": z.string().optional() }),
  },
  responses: {
    200: json(gradeSchema, "The grade; a wrong answer is a 200 too."),
    202: json(jobSchema, "With Prefer: respond-async, or when it takes long: the job, whose address is in Location."),
    404: replies[404],
    409: replies[409],
    ...bodyProblems,
  },
});

const job = createRoute({
  method: "get",
  path: "/v1/jobs/{id}",
  tags: ["Grading"],
  operationId: "getJob",
  summary: "A grading job",
  request: { params: z.strictObject({ id: z.string() }) },
  responses: { 200: json(jobSchema, "The job, with its grade once it is done."), 404: replies[404] },
});

const cancel = createRoute({
  method: "delete",
  path: "/v1/jobs/{id}",
  tags: ["Grading"],
  operationId: "cancelJob",
  summary: "Cancels a grading job",
  description: "Code that runs is stopped at once. The answer is kept; it gets no grade.",
  request: { params: z.strictObject({ id: z.string() }) },
  responses: {
    204: { description: "It is cancelled, or was before." },
    404: replies[404],
    409: replies[409],
    503: replies[503],
  },
});

const gradeById = createRoute({
  method: "get",
  path: "/v1/grades/{id}",
  tags: ["Grading"],
  operationId: "getGrade",
  summary: "One grade, with all grades of its answer, oldest first, and the appeals against them",
  request: { params: z.strictObject({ id: z.string() }) },
  responses: { 200: json(gradeHistorySchema, "The grade."), 404: replies[404] },
});

/** `/v1/grade`, `/v1/jobs`, `/v1/grades`. */
export function gradeRoutes({ interview }: Pick<Services, "interview">): OpenAPIHono<Env> {
  return router()
    .openapi(grade, async (c) => {
      const { respondAsync, precheck, offlineOnly } = preferences(c.req.header("Prefer"));
      const request = { ...c.req.valid("json"), owner: ownerOf(c.get("caller")), offlineOnly };
      if (precheck) {
        const { signal } = c.req.raw;
        const grade = await interview.precheck(request, { timeoutMs: waitMs, signal });
        c.header("Preference-Applied", "precheck");
        c.header("Cache-Control", "no-store");
        return c.json(grade, 200);
      }
      if (offlineOnly) c.header("Preference-Applied", "grading=offline");
      const { jobId, grade } = await interview.gradeAnswer(request, {
        timeoutMs: respondAsync ? 0 : waitMs,
      });
      if (grade) return c.json(grade, 200);
      const job = await interview.job(jobId);
      c.header("Location", `/v1/jobs/${jobId}`);
      return c.json(job ?? { id: jobId, state: "queued" as const }, 202);
    })
    .openapi(job, async (c) => {
      const { id } = c.req.valid("param");
      const job = await interview.job(id);
      if (!job) throw new NotFound("job", id);
      return c.json(job, 200);
    })
    .openapi(cancel, async (c) => {
      await interview.cancelJob(c.req.valid("param").id);
      return c.body(null, 204);
    })
    .openapi(gradeById, async (c) => {
      const { id } = c.req.valid("param");
      const found = await interview.gradeHistory(id);
      if (!found) throw new NotFound("grade", id);
      const { grade, ...rest } = found;
      c.header("Cache-Control", "no-store");
      return c.json({ ...grade, ...rest }, 200);
    }) as OpenAPIHono<Env>;
}
