import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type ApiKey, scopes } from "../access/mod.ts";
import { NotFound } from "../interview/mod.ts";
import { bodyProblems, type Env, json, replies, router } from "./api.ts";
import type { Services } from "./services.ts";

const nameMax = 100;
const instant = () => z.iso.datetime({ message: "expected a UTC time such as 2027-01-31T12:00:00Z" });

const keySchema: z.ZodType<ApiKey> = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  createdAt: instant(),
  expiresAt: instant().nullable(),
  lastUsedAt: instant().nullable(),
}).openapi("Key") as z.ZodType<ApiKey>;

const newKeySchema = z.strictObject({
  ...(keySchema as unknown as z.ZodObject).shape,
  key: z.string().openapi({ description: "The key itself; shown only now." }),
}).openapi("NewKey") as unknown as z.ZodType<ApiKey & { key: string }>;

const wishSchema = z.strictObject({
  name: z.string().trim().min(1).max(nameMax),
  scopes: z.array(z.enum(scopes)).min(1).refine((list) => new Set(list).size === list.length, {
    message: "expected each scope once",
  }),
  expiresAt: instant().optional(),
}).openapi("KeyRequest");

const create = createRoute({
  method: "post",
  path: "/v1/keys",
  tags: ["Keys"],
  operationId: "createKey",
  summary: "Makes an API key; from the first one on, callers need a key",
  request: { body: { ...json(wishSchema, "What the key may do."), required: true } },
  responses: { 201: json(newKeySchema, "The key, shown once."), 409: replies[409], ...bodyProblems },
});

const list = createRoute({
  method: "get",
  path: "/v1/keys",
  tags: ["Keys"],
  operationId: "listKeys",
  summary: "Keys that are not revoked",
  responses: {
    200: json(z.strictObject({ items: z.array(keySchema) }), "The keys, oldest first, without their text."),
  },
});

const revoke = createRoute({
  method: "delete",
  path: "/v1/keys/{id}",
  tags: ["Keys"],
  operationId: "revokeKey",
  summary: "Revokes a key at once",
  request: { params: z.strictObject({ id: z.string() }) },
  responses: { 204: { description: "It is refused from now on." }, 404: replies[404], 503: replies[503] },
});

/** `/v1/keys`. */
export function keyRoutes({ keys }: Pick<Services, "keys">): OpenAPIHono<Env> {
  return router()
    .openapi(create, async (c) => {
      const { name, scopes, expiresAt } = c.req.valid("json");
      const { apiKey, key } = await keys.create({ name, scopes, ...(expiresAt !== undefined && { expiresAt }) });
      c.header("Cache-Control", "no-store");
      c.header("Location", `/v1/keys/${apiKey.id}`);
      return c.json({ ...apiKey, scopes: [...apiKey.scopes], key }, 201);
    })
    .openapi(list, async (c) => c.json({ items: [...await keys.list()] }, 200))
    .openapi(revoke, async (c) => {
      const { id } = c.req.valid("param");
      if (!await keys.revoke(id)) throw new NotFound("key", id);
      return c.body(null, 204);
    }) as OpenAPIHono<Env>;
}
