import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { hasScope, ownerOf, visibleTo } from "../access/mod.ts";
import { NotFound } from "../interview/mod.ts";
import { type Webhook, webhookEvents } from "../webhooks/mod.ts";
import { bodyProblems, type Env, json, replies, router } from "./api.ts";
import { ProblemError } from "./problems.ts";
import type { Services } from "./services.ts";

/** Most webhooks of one owner: every event is sent to all of them. */
const webhooksMax = 20;

const webhookSchema: z.ZodType<Webhook> = z.strictObject({
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  createdAt: z.string().openapi({ format: "date-time" }),
  disabledAt: z.string().nullable().openapi({ format: "date-time" }),
}).openapi("Webhook") as z.ZodType<Webhook>;

const newWebhookSchema = z.strictObject({
  ...(webhookSchema as unknown as z.ZodObject).shape,
  secret: z.string().openapi({ description: "Checks signatures (Standard Webhooks); shown only now." }),
}).openapi("NewWebhook") as unknown as z.ZodType<Webhook & { secret: string }>;

const wishSchema = z.strictObject({
  url: z.string().min(1).max(2_000),
  events: z.array(z.enum(webhookEvents)).min(1).refine((list) => new Set(list).size === list.length, {
    message: "expected each event once",
  }),
}).openapi("WebhookRequest");

const create = createRoute({
  method: "post",
  path: "/v1/webhooks",
  tags: ["Webhooks"],
  operationId: "createWebhook",
  summary: "Tells another server what happens",
  description:
    "Messages are signed as Standard Webhooks ask for and sent again for about three days until a 2xx takes them.",
  request: { body: { ...json(wishSchema, "Where to tell what."), required: true } },
  responses: { 201: json(newWebhookSchema, "The webhook with its secret."), 409: replies[409], ...bodyProblems },
});

const list = createRoute({
  method: "get",
  path: "/v1/webhooks",
  tags: ["Webhooks"],
  operationId: "listWebhooks",
  summary: "Webhooks",
  responses: { 200: json(z.strictObject({ items: z.array(webhookSchema) }), "The webhooks, oldest first.") },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/webhooks/{id}",
  tags: ["Webhooks"],
  operationId: "removeWebhook",
  summary: "Removes a webhook, and what waits for it",
  request: { params: z.strictObject({ id: z.string() }) },
  responses: { 204: { description: "It is gone." }, 404: replies[404], 503: replies[503] },
});

/** `/v1/webhooks`. */
export function webhookRoutes(
  { webhooks, webhookFault }: Pick<Services, "webhooks" | "webhookFault">,
): OpenAPIHono<Env> {
  return router()
    .openapi(create, async (c) => {
      const wish = c.req.valid("json");
      const detail = webhookFault(wish.url);
      if (detail !== null) {
        throw new ProblemError("invalid", "The request has faults; see errors.", [{ pointer: "/url", detail }]);
      }
      const caller = c.get("caller");
      const owner = hasScope(caller, "admin") ? null : ownerOf(caller);
      if ((await webhooks.list((other) => other === owner)).length >= webhooksMax) {
        throw new ProblemError(
          "conflict",
          `Cannot add a webhook: there are ${webhooksMax}, expected one to be removed.`,
        );
      }
      const { webhook, secret } = await webhooks.add(wish, owner, caller.kind === "key" ? caller.key.id : null);
      c.header("Cache-Control", "no-store");
      c.header("Location", `/v1/webhooks/${webhook.id}`);
      return c.json({ ...webhook, secret }, 201);
    })
    .openapi(list, async (c) => c.json({ items: [...await webhooks.list(visibleTo(c.get("caller")))] }, 200))
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      if (!await webhooks.remove(id, visibleTo(c.get("caller")))) throw new NotFound("webhook", id);
      return c.body(null, 204);
    }) as OpenAPIHono<Env>;
}
