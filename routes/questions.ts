import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { difficulties, publicView, type Question, topics } from "../question-bank/mod.ts";
import { NotFound } from "../interview/mod.ts";
import { type Env, json, replies, router } from "./api.ts";
import { matches } from "./etag.ts";
import { ProblemError } from "./problems.ts";
import { questionPageSchema, questionSchema } from "./schemas.ts";
import type { Services } from "./services.ts";

const limitMax = 100;

const list = createRoute({
  method: "get",
  path: "/v1/questions",
  tags: ["Questions"],
  operationId: "listQuestions",
  summary: "Questions, as candidates see them",
  request: {
    query: z.strictObject({
      topic: z.enum(topics).optional(),
      kind: z.enum(["multiple-choice", "free-text", "coding"]).optional(),
      difficulty: z.enum(difficulties).optional(),
      q: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(limitMax).default(50),
      cursor: z.string().max(400).optional(),
    }),
  },
  responses: { 200: json(questionPageSchema, "A page, in a stable order."), 422: replies[422] },
});

const one = createRoute({
  method: "get",
  path: "/v1/questions/{id}",
  tags: ["Questions"],
  operationId: "getQuestion",
  summary: "One question",
  request: { params: z.strictObject({ id: z.string() }) },
  responses: {
    200: json(questionSchema, "The question; its version is the ETag."),
    304: { description: "Unchanged since the ETag in If-None-Match." },
    404: replies[404],
  },
});

/** `/v1/questions`. */
export function questionRoutes({ bank }: Pick<Services, "bank">): OpenAPIHono<Env> {
  return router()
    .openapi(list, (c) => {
      const { limit, cursor, ...wanted } = c.req.valid("query");
      const found = bank.questions.filter((question) => fits(question, wanted));
      const from = cursor === undefined ? 0 : placeAfter(found, cursor);
      const items = found.slice(from, from + limit);
      const last = items.at(-1);
      const more = last !== undefined && from + limit < found.length;
      return c.json({ items: items.map(publicView), nextCursor: more ? encodeURIComponent(last.id) : null }, 200);
    })
    .openapi(one, (c) => {
      const { id } = c.req.valid("param");
      const question = bank.get(id);
      if (!question) throw new NotFound("question", id);
      const etag = `"${question.version}"`;
      c.header("ETag", etag);
      c.header("Cache-Control", "no-cache");
      if (matches(c.req.header("If-None-Match"), etag)) return c.body(null, 304);
      return c.json(publicView(question), 200);
    }) as OpenAPIHono<Env>;
}

interface Wanted {
  readonly topic?: Question["topic"] | undefined;
  readonly kind?: Question["kind"] | undefined;
  readonly difficulty?: Question["difficulty"] | undefined;
  readonly q?: string | undefined;
}

function fits(question: Question, { topic, kind, difficulty, q }: Wanted): boolean {
  const words = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${question.id} ${question.title} ${question.prompt}`.toLowerCase();
  return (!topic || question.topic === topic) && (!kind || question.kind === kind) &&
    (!difficulty || question.difficulty === difficulty) && words.every((word) => text.includes(word));
}

/** A cursor is the id of the last question of the page before. */
function placeAfter(found: readonly Question[], cursor: string): number {
  const place = found.findIndex(({ id }) => encodeURIComponent(id) === cursor);
  if (place < 0) {
    throw new ProblemError("invalid", "The request has faults; see errors.", [
      { pointer: "/cursor", detail: "unknown cursor, expected a nextCursor of the same list" },
    ]);
  }
  return place + 1;
}
