import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { NotFound } from "../interview/mod.ts";
import type { Env } from "./api.ts";
import { ProblemError } from "./problems.ts";
import type { Services } from "./services.ts";

const heartbeatMs = 15_000;
/** Most streams of one session at a time: every one of them reads what happens for itself. */
const streamsMax = 32;
const retryAfterS = 5;

/**
 * `GET /v1/sessions/{id}/events`: server-sent events, resumable with `Last-Event-ID` (or, for a first connection that has
 * the page already, with `?lastEventId=`).
 */
export function eventRoutes({ interview, log }: Pick<Services, "interview" | "log">): Hono<Env> {
  const open = new Map<string, number>();
  const count = (id: string, change: 1 | -1) => {
    const now = (open.get(id) ?? 0) + change;
    if (now > 0) open.set(id, now);
    else open.delete(id);
  };
  return new Hono<Env>().get("/v1/sessions/:id/events", async (c) => {
    const id = c.req.param("id");
    if (!await interview.get(id)) throw new NotFound("session", id);
    const afterId = c.req.header("Last-Event-ID") ?? c.req.query("lastEventId") ?? null;
    // Nobody would read the stream.
    if (c.req.raw.method === "HEAD") return c.body(null, 200, { "Content-Type": "text/event-stream" });
    if ((open.get(id) ?? 0) >= streamsMax) {
      c.header("Retry-After", String(retryAfterS));
      throw new ProblemError(
        "too-many-requests",
        `Cannot open another stream: ${streamsMax} of this session are open, expected one of them to be closed first.`,
      );
    }
    count(id, 1);
    c.header("X-Accel-Buffering", "no");
    const response = streamSSE(c, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const heartbeat = setInterval(() => void stream.write(": still here\n\n").catch(() => gone.abort()), heartbeatMs);
      try {
        await stream.write("retry: 1000\n: connected\n\n");
        for await (const { id: eventId, name, data } of interview.events(id, afterId, gone.signal)) {
          await stream.writeSSE({ id: eventId, event: name, data: JSON.stringify(data) });
        }
      } catch (error) {
        // Nothing thrown in here reaches the application's error handler.
        log.error("event stream failed", { requestId: c.get("requestId"), error });
        const detail = "The stream broke off on our side; connect again to go on where it was.";
        await stream.writeSSE({ event: "error", data: JSON.stringify({ detail }) });
      } finally {
        clearInterval(heartbeat);
        count(id, -1);
      }
    });
    response.headers.set("Cache-Control", "no-store");
    return response;
  });
}
