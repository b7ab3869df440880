import type { Context, MiddlewareHandler } from "hono";
import { type Caller, hasScope, type Keys, maySee, type Scope } from "../access/mod.ts";
import { NotFound } from "../interview/mod.ts";
import type { Env } from "./api.ts";
import { browserOf } from "./browser.ts";
import { ProblemError } from "./problems.ts";
import type { Services } from "./services.ts";

/**
 * What a request needs, the first line that fits: a scope; "any" key; "session" also takes a browser that may see the
 * session. What fits no line needs `admin`.
 */
const needs: readonly (readonly [method: RegExp, path: RegExp, need: Scope | "any" | "session"])[] = [
  [/^GET$/, /^\/v1\/questions(\/|$)/, "any"],
  [/./, /^\/v1\/webhooks(\/|$)/, "any"],
  [/^(GET|POST)$/, /^\/v1\/sessions\/[^/]+(\/|$)/, "session"],
  [/./, /^\/v1\/(sessions|quizzes|learners)(\/|$)/, "sessions"],
  [/^POST$/, /^\/v1\/grades\/[^/]+\/override$/, "reviewer"],
  [/^GET$/, /^\/v1\/reviews$/, "reviewer"],
  [/./, /^\/v1\/(grade|grades|jobs|batches)(\/|$)/, "grade"],
];

type CallerParts = Pick<Services, "keys" | "closed" | "cookieSecret" | "clock">;

/** Who calls, from the key or the cookie of a request; everybody is "open" as long as there are no keys. */
export async function callerOf(c: Context, services: CallerParts): Promise<Caller> {
  if (!await services.closed()) return { kind: "open" };
  const header = c.req.header("Authorization");
  if (header === undefined) return { kind: "browser", owner: await browserOf(c, services) };
  const key = await keyOf(header, services.keys);
  if (!key) {
    c.header("WWW-Authenticate", 'Bearer realm="viva", error="invalid_token"');
    throw new ProblemError(
      "unauthorised",
      "Cannot use the key: it is malformed, unknown, revoked or expired, expected Authorization: Bearer viva_live_….",
    );
  }
  return { kind: "key", key };
}

async function keyOf(header: string, keys: Keys) {
  const [, text] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  return text === undefined ? null : await keys.verify(text);
}

/** Lets a request through when its caller may make it. */
export function access(services: CallerParts & Pick<Services, "interview">): MiddlewareHandler<Env> {
  return async (c, next) => {
    const caller = await callerOf(c, services);
    c.set("caller", caller);
    if (caller.kind === "open") return await next();
    const need = needs.find(([method, path]) => method.test(c.req.method) && path.test(c.req.path))?.[2] ?? "admin";
    const scope = need === "session" ? "sessions" : need;
    if (caller.kind === "browser" && need !== "session") throw unauthorised(c);
    if (caller.kind === "key" && scope !== "any" && !hasScope(caller, scope)) {
      throw new ProblemError(
        "forbidden",
        `Cannot make this request with the key "${caller.key.name}": it has the scopes ${
          caller.key.scopes.join(", ")
        }, expected ${scope}.`,
      );
    }
    await refuseHidden(c, { caller, interview: services.interview });
    await next();
  };
}

/** What a caller may not see is answered as what does not exist. */
async function refuseHidden(
  c: Context,
  { caller, interview }: { readonly caller: Caller; readonly interview: Services["interview"] },
): Promise<void> {
  const [, kind, id] = /^\/v1\/(sessions|jobs|grades|batches)\/([^/]+)/.exec(c.req.path) ?? [];
  if (id === undefined) return;
  switch (kind) {
    case "sessions": {
      const owner = await interview.ownerOf(id);
      if (maySee(caller, owner)) return;
      if (caller.kind === "browser" && caller.owner === null) throw unauthorised(c);
      throw new NotFound("session", id);
    }
    case "jobs":
      if (!maySee(caller, await interview.ownerOfJob(id))) throw new NotFound("job", id);
      return;
    case "batches":
      if (!maySee(caller, await interview.batches.ownerOf(id))) throw new NotFound("batch", id);
      return;
    default:
      if (hasScope(caller, "reviewer") || maySee(caller, await interview.ownerOfGrade(id))) return;
      throw new NotFound("grade", id);
  }
}

function unauthorised(c: Context): ProblemError {
  c.header("WWW-Authenticate", 'Bearer realm="viva"');
  return new ProblemError("unauthorised", "Cannot answer without a key, expected Authorization: Bearer viva_live_….");
}
