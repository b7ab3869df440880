import type { Context, MiddlewareHandler } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Env } from "./api.ts";
import { ProblemError } from "./problems.ts";

const windowS = 60;

/**
 * Lets each caller make `perMinute` requests a minute, counted in this process. Every reply says what is left
 * (`RateLimit`, `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers); beyond that 429 with `Retry-After`. The one
 * person of a server without keys is not limited.
 */
export function rateLimit(perMinute: number): MiddlewareHandler<Env> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: windowS });
  return async (c, next) => {
    const name = nameOf(c);
    if (name === null) return await next();
    const used = await limiter.consume(name).catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused;
      throw refused;
    });
    const resetS = Math.ceil(used.msBeforeNext / 1_000);
    c.header("RateLimit-Policy", `"minute";q=${perMinute};w=${windowS}`);
    c.header("RateLimit", `"minute";r=${used.remainingPoints};t=${resetS}`);
    if (used.consumedPoints > perMinute) {
      c.header("Retry-After", String(resetS));
      throw new ProblemError(
        "too-many-requests",
        `Cannot answer now: ${perMinute} requests a minute are made already, expected a pause of ${resetS} s.`,
      );
    }
    await next();
  };
}

function nameOf(c: Context<Env>): string | null {
  const caller = c.get("caller");
  switch (caller.kind) {
    case "open":
      return null;
    case "key":
      return caller.key.id;
    case "browser":
      return caller.owner ?? "unknown browsers";
    default:
      return caller satisfies never;
  }
}
