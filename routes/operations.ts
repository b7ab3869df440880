import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type Env, json, router } from "./api.ts";
import { problems } from "./problems.ts";
import type { Services } from "./services.ts";

const liveSchema = z.strictObject({ status: z.literal("ok") }).openapi("Live");
const readySchema = z.strictObject({
  status: z.enum(["ok", "unavailable"]),
  database: z.enum(["ok", "unavailable"]),
  questions: z.int(),
  freeText: z.strictObject({ grader: z.enum(["offline", "llm"]), model: z.string().nullable() }),
  sandbox: z.strictObject({
    tier: z.enum(["jail", "landlock", "limits-only", "none"]),
    reason: z.string(),
  }),
}).openapi("Ready");

const live = createRoute({
  method: "get",
  path: "/livez",
  tags: ["Operations"],
  operationId: "getLiveness",
  summary: "Whether the process runs",
  responses: { 200: json(liveSchema, "It runs.") },
});

const ready = createRoute({
  method: "get",
  path: "/readyz",
  tags: ["Operations"],
  operationId: "getReadiness",
  summary: "Whether the server can work, and with what",
  responses: { 200: json(readySchema, "It can."), 503: json(readySchema, "It cannot now.") },
});

/** `/livez`, `/readyz` and the pages that errors point to. */
export function operationRoutes(services: Services): OpenAPIHono<Env> {
  const { bank, sandbox, freeText } = services;
  const routes = router()
    .openapi(live, (c) => c.json({ status: "ok" as const }, 200))
    .openapi(ready, async (c) => {
      const status = await services.ready() ? "ok" as const : "unavailable" as const;
      return c.json({
        status,
        database: status,
        questions: bank.questions.length,
        freeText: { grader: freeText.grader, model: freeText.model },
        sandbox: { tier: sandbox.tier, reason: sandbox.reason },
      }, status === "ok" ? 200 : 503);
    }) as OpenAPIHono<Env>;
  routes.get("/problems/:kind", (c) => {
    const found = Object.entries(problems).find(([kind]) => kind === c.req.param("kind"));
    if (!found) return c.notFound();
    const [kind, { status, title }] = found;
    return c.text(
      `${kind} (${status})\n\n${title}.\n\nThe reply that named this page says in "detail" what was the matter.\n`,
    );
  });
  return routes;
}
