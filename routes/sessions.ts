import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ownerOf, visibleTo } from "../access/mod.ts";
import { NotFound, reportCsv, reportMarkdown, type Session } from "../interview/mod.ts";
import { preferredType } from "./accept.ts";
import { bodyProblems, type Env, json, replies, router } from "./api.ts";
import { matches } from "./etag.ts";
import { preferences } from "./prefer.ts";
import { ProblemError } from "./problems.ts";
import { reportSchema, sessionSchema, startRequestSchema, turnSchema, turnTakenSchema } from "./schemas.ts";
import type { Services } from "./services.ts";

const params = z.strictObject({ id: z.string() });
const headers = z.object({ prefer: z.string().optional(), "idempotency-key": z.string().optional() });

const start = createRoute({
  method: "post",
  path: "/v1/sessions",
  tags: ["Sessions"],
  operationId: "startSession",
  summary: "Starts an interview",
  description: "With `Prefer: grading=offline`, its answers do not leave this machine: no language model reads them.",
  request: { body: { ...json(startRequestSchema, "What kind of interview."), required: true }, headers },
  responses: {
    201: json(sessionSchema, "The session; its address is in Location."),
    409: replies[409],
    ...bodyProblems,
  },
});

const get = createRoute({
  method: "get",
  path: "/v1/sessions/{id}",
  tags: ["Sessions"],
  operationId: "getSession",
  summary: "An interview with its transcript",
  request: { params },
  responses: {
    200: json(sessionSchema, "The session; its ETag changes with everything that happens in it."),
    304: { description: "Unchanged since the ETag in If-None-Match." },
    404: replies[404],
  },
});

const turn = createRoute({
  method: "post",
  path: "/v1/sessions/{id}/turns",
  tags: ["Sessions"],
  operationId: "takeTurn",
  summary: "Takes one turn of the candidate",
  request: { params, body: { ...json(turnSchema, "The turn."), required: true }, headers },
  responses: {
    200: json(sessionSchema, "With Prefer: wait=N, once the turn is graded."),
    202: json(turnTakenSchema, "The turn is on disk; its grade follows."),
    404: replies[404],
    409: replies[409],
    412: replies[412],
    ...bodyProblems,
  },
});

const report = createRoute({
  method: "get",
  path: "/v1/sessions/{id}/report",
  tags: ["Sessions"],
  operationId: "getReport",
  summary: "What an interview came to",
  request: { params },
  responses: {
    200: {
      description: "The report; Accept chooses JSON, Markdown or CSV.",
      content: {
        "application/json": { schema: reportSchema },
        "text/markdown": { schema: z.string() },
        "text/csv": { schema: z.string() },
      },
    },
    404: replies[404],
  },
});

const erase = createRoute({
  method: "delete",
  path: "/v1/sessions/{id}",
  tags: ["Sessions"],
  operationId: "eraseSession",
  summary: "Erases an interview and everything derived from it",
  request: { params },
  responses: { 204: { description: "It is gone." }, 404: replies[404], 503: replies[503] },
});

/** `/v1/sessions`. */
export function sessionRoutes({ interview, quizzes }: Pick<Services, "interview" | "quizzes">): OpenAPIHono<Env> {
  const sessionOf = async (id: string) => {
    const session = await interview.get(id);
    if (!session) throw new NotFound("session", id);
    return session;
  };
  const routes = router();
  routes.use("/v1/sessions/*", async (c, next) => {
    c.header("Cache-Control", "no-store");
    await next();
  });
  return routes
    .openapi(start, async (c) => {
      const { offlineOnly } = preferences(c.req.header("Prefer"));
      const session = await interview.start(
        await quizzes.resolve(c.req.valid("json"), visibleTo(c.get("caller"))),
        ownerOf(c.get("caller")),
        { offlineOnly },
      );
      if (offlineOnly) c.header("Preference-Applied", "grading=offline");
      c.header("Location", `/v1/sessions/${session.id}`);
      return c.json(session, 201);
    })
    .openapi(get, async (c) => {
      const session = await sessionOf(c.req.valid("param").id);
      const etag = etagOf(session);
      c.header("ETag", etag);
      if (matches(c.req.header("If-None-Match"), etag)) return c.body(null, 304);
      return c.json(session, 200);
    })
    .openapi(turn, async (c) => {
      const { id } = c.req.valid("param");
      const expected = c.req.header("If-Match");
      if (expected !== undefined && !matches(expected, etagOf(await sessionOf(id)))) {
        throw new ProblemError(
          "precondition-failed",
          "Cannot take the turn: the session has changed since, expected the ETag of its present state in If-Match.",
        );
      }
      const idempotencyKey = c.req.header("Idempotency-Key");
      const taken = await interview.takeTurn(id, c.req.valid("json"), { ...(idempotencyKey && { idempotencyKey }) });
      const { waitS } = preferences(c.req.header("Prefer"));
      if (waitS === null) return c.json(taken, 202);
      await interview.settled(id, waitS * 1_000);
      const session = await sessionOf(id);
      if (session.state === "grading") return c.json({ ...taken, state: session.state }, 202);
      c.header("Preference-Applied", `wait=${waitS}`);
      return c.json(session, 200);
    })
    .openapi(report, async (c) => {
      const { id } = c.req.valid("param");
      const report = await interview.report(id);
      if (!report) throw new NotFound("session", id);
      switch (preferredType(c.req.header("Accept"), ["application/json", "text/markdown", "text/csv"])) {
        case "text/markdown":
          return c.text(reportMarkdown(report), 200, { "Content-Type": "text/markdown; charset=utf-8" });
        case "text/csv":
          return c.text(reportCsv(report), 200, { "Content-Type": "text/csv; charset=utf-8" });
        default:
          return c.json(report, 200);
      }
    })
    .openapi(erase, async (c) => {
      const { id } = c.req.valid("param");
      if (!await interview.erase(id)) throw new NotFound("session", id);
      return c.body(null, 204);
    }) as OpenAPIHono<Env>;
}

/** Whatever is said in a session, and whatever state it is in, changes this. */
function etagOf({ state, transcript }: Session): string {
  const graded = transcript.filter(({ gradeId }) => gradeId !== undefined).length;
  return `"${state}-${transcript.length}-${graded}"`;
}
