import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ownerOf, visibleTo } from "../access/mod.ts";
import { bodyProblems, type Env, json, replies, router } from "./api.ts";
import { quizRequestSchema, quizSchema } from "./schemas.ts";
import type { Services } from "./services.ts";

const create = createRoute({
  method: "post",
  path: "/v1/quizzes",
  tags: ["Sessions"],
  operationId: "createQuiz",
  summary: "Makes a fixed quiz that many people can take",
  description: "Start a session with its id as quizId to take it.",
  request: { body: { ...json(quizRequestSchema, "Its questions, or topics and a length."), required: true } },
  responses: { 201: json(quizSchema, "The quiz; its address is in Location."), 409: replies[409], ...bodyProblems },
});

const get = createRoute({
  method: "get",
  path: "/v1/quizzes/{id}",
  tags: ["Sessions"],
  operationId: "getQuiz",
  summary: "A quiz",
  request: { params: z.strictObject({ id: z.string() }) },
  responses: { 200: json(quizSchema, "The quiz."), 404: replies[404] },
});

/** `/v1/quizzes`. */
export function quizRoutes({ quizzes }: Pick<Services, "quizzes">): OpenAPIHono<Env> {
  return router()
    .openapi(create, async (c) => {
      const quiz = await quizzes.create(c.req.valid("json"), ownerOf(c.get("caller")));
      c.header("Location", `/v1/quizzes/${quiz.id}`);
      return c.json(quiz, 201);
    })
    .openapi(
      get,
      async (c) => c.json(await quizzes.get(c.req.valid("param").id, visibleTo(c.get("caller"))), 200),
    ) as OpenAPIHono<Env>;
}
