import type { Context, MiddlewareHandler } from "hono";
import { ownerOf } from "../access/mod.ts";
import type { ReplyStore, StoredReply } from "../interview/mod.ts";
import type { Env } from "./api.ts";
import { preferences } from "./prefer.ts";
import { ProblemError, problems } from "./problems.ts";

const passing: readonly number[] = [409, 429];
const keptHeaders = ["content-type", "location", "preference-applied"];
/** What these reply with is shown once and never kept. */
const secretPaths: readonly string[] = ["/v1/keys", "/v1/webhooks"];
/** Where batches are sent: their bodies are larger, not JSON, and read as they come. */
export const batchesPath = "/v1/batches";
const keyPattern = /^[\x21-\x7e]{1,255}$/;

/**
 * A POST that carries an `Idempotency-Key` is carried out once: the same key and body get the stored reply, another body 422,
 * and 409 while the first is still being worked on. Replies that another try may change (409, 429, 5xx) are not kept.
 */
export function idempotency(replies: ReplyStore): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (c.req.method !== "POST") return await next();
    const key = idempotencyKeyOf(c);
    // A batch is not held in memory; it keeps its key itself.
    if (key === null || c.req.path === batchesPath) return await next();
    // Two callers may draw the same key.
    const scope = [c.req.path, ownerOf(c.get("caller")) ?? ""].join(" ").trim();
    // A trial and what counts are two requests, however alike, and so are those that differ in who may read them.
    const { precheck, offlineOnly } = preferences(c.req.header("Prefer"));
    const wishes = (precheck ? "\0precheck" : "") + (offlineOnly ? "\0grading=offline" : "");
    const bodyHash = await sha256(await c.req.text() + wishes);
    const claim = await replies.claim({ scope, key, bodyHash });
    switch (claim.kind) {
      case "done":
        return c.body(claim.reply.body, claim.reply.status as 200, {
          ...claim.reply.headers,
          "Cache-Control": "no-store",
          "Idempotent-Replay": "true",
        });
      case "in-flight":
        throw new ProblemError("conflict", "The first request with this Idempotency-Key is still being worked on.");
      case "other-body":
        throw new ProblemError("invalid", "This Idempotency-Key was used for another request; expected a fresh key.");
      case "new":
    }
    let kept = false;
    try {
      await next();
      if (c.res.status < 500 && !passing.includes(c.res.status)) {
        const body = await c.res.clone().text();
        if (secretPaths.includes(c.req.path) && c.res.ok) {
          await replies.keep({ scope, key }, madeAlready(c));
          kept = true;
          return;
        }
        const headers = Object.fromEntries(keptHeaders.flatMap((name) => {
          const value = c.res.headers.get(name);
          return value === null ? [] : [[name, value]];
        }));
        await replies.keep({ scope, key }, { status: c.res.status, headers, body });
        kept = true;
      }
    } finally {
      if (!kept) await replies.release({ scope, key });
    }
  };
}

/** The key of a request; `null` without one. */
export function idempotencyKeyOf(c: Context): string | null {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined || keyPattern.test(key)) return key ?? null;
  throw new ProblemError(
    "bad-request",
    "Cannot use the Idempotency-Key: expected 1 to 255 printable ASCII characters",
  );
}

function madeAlready(c: Context): StoredReply {
  const { status, title } = problems.conflict;
  const detail = "This request was carried out already, and its secret is shown only once.";
  const body = { type: "/problems/conflict", title, status, detail, instance: c.get("requestId") ?? "" };
  return { status, headers: { "content-type": "application/problem+json" }, body: JSON.stringify(body) };
}

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}
