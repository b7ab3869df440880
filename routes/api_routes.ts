import type { OpenAPIHono } from "@hono/zod-openapi";
import { type Env, replies, router } from "./api.ts";
import { batchRoutes } from "./batches.ts";
import { docsRoutes } from "./docs.ts";
import { eventRoutes } from "./events.ts";
import { gradeRoutes } from "./grade.ts";
import { keyRoutes } from "./keys.ts";
import { learnerRoutes } from "./learners.ts";
import { metricsRoutes } from "./metrics.ts";
import { operationRoutes } from "./operations.ts";
import { questionRoutes } from "./questions.ts";
import { quizRoutes } from "./quizzes.ts";
import { webhookRoutes } from "./webhooks.ts";
import { reviewRoutes } from "./reviews.ts";
import type { Services } from "./services.ts";
import { sessionRoutes } from "./sessions.ts";

/** Every route of the API. */
export function apiRoutes(services: Services): OpenAPIHono<Env> {
  const routes = router();
  routes.route("/", questionRoutes(services));
  routes.route("/", gradeRoutes(services));
  routes.route("/", sessionRoutes(services));
  routes.route("/", operationRoutes(services));
  routes.route("/", quizRoutes(services));
  routes.route("/", learnerRoutes(services));
  routes.route("/", keyRoutes(services));
  routes.route("/", webhookRoutes(services));
  routes.route("/", reviewRoutes(services));
  routes.route("/", batchRoutes(services));
  routes.route("/", eventRoutes(services));
  routes.route("/", metricsRoutes(services));
  routes.route("/", docsRoutes());
  routes.get("/openapi.json", (c) => c.json(openApiDocument(routes), 200));
  return routes;
}

/** The OpenAPI 3.1 document, generated from the schemas of the routes. */
export function openApiDocument(routes: OpenAPIHono<Env>): ReturnType<OpenAPIHono["getOpenAPI31Document"]> {
  const document = routes.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "viva",
      version: "1",
      description: "Mock interviews on GANs and autoencoders that grade themselves.",
      license: { name: "MIT", url: "https://spdx.org/licenses/MIT.html" },
    },
  });
  return {
    ...document,
    components: {
      ...document.components,
      securitySchemes: { key: { type: "http", scheme: "bearer", bearerFormat: "viva_live_…" } },
    },
    security: [{ key: [] }, {}],
    paths: withAccessReplies({ ...document.paths, ...eventsPath }),
  };
}

type Paths = NonNullable<ReturnType<OpenAPIHono["getOpenAPI31Document"]>["paths"]>;

/** What every operation may answer where keys are on. */
function withAccessReplies(paths: Paths): Paths {
  const problem = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
  const added = Object.fromEntries(
    ([401, 403, 429] as const).map((
      status,
    ) => [status, { description: replies[status].description, content: problem }]),
  );
  const operationsOf = (item: object) =>
    Object.entries(item).map(([method, operation]) => [
      method,
      { ...operation, responses: { ...added, ...operation.responses } },
    ]);
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      path.startsWith("/v1/") ? Object.fromEntries(operationsOf(item)) : item,
    ]),
  ) as Paths;
}

/** The event stream is no JSON reply, so it is described by hand. */
const eventsPath: NonNullable<ReturnType<OpenAPIHono["getOpenAPI31Document"]>["paths"]> = {
  "/v1/sessions/{id}/events": {
    get: {
      tags: ["Sessions"],
      operationId: "listenToSession",
      summary: "What happens in an interview, as server-sent events",
      description: "Events: message, delta, progress, grade, state, error, done. Every event has an id; " +
        "Last-Event-ID resumes after it. A comment is sent every 15 s.",
      parameters: [
        { name: "id", in: "path", required: true, schema: { type: "string" } },
        { name: "Last-Event-ID", in: "header", required: false, schema: { type: "string" } },
        { name: "lastEventId", in: "query", required: false, schema: { type: "string" } },
      ],
      responses: {
        200: { description: "The stream.", content: { "text/event-stream": { schema: { type: "string" } } } },
        404: {
          description: "There is no such session.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  },
};
