import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { NotFound } from "../interview/mod.ts";
import type { Env } from "./api.ts";
import type { Services } from "./services.ts";

const heartbeatMs = 15_000;

/**
 * `GET /v1/sessions/{id}/events`: server-sent events, resumable with `Last-Event-ID` (or, for a first connection that has
 * the page already, with `?lastEventId=`).
 */
export function eventRoutes({ interview, log }: Pick<Services, "interview" | "log">): Hono<Env> {
  return new Hono<Env>().get("/v1/sessions/:id/events", async (c) => {
    const id = c.req.param("id");
    if (!await interview.get(id)) throw new NotFound("session", id);
    const afterId = c.req.header("Last-Event-ID") ?? c.req.query("lastEventId") ?? null;
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
      }
    });
    response.headers.set("Cache-Control", "no-store");
    return response;
  });
}
