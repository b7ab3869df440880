import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { z } from "@hono/zod-openapi";
import { Conflict, InvalidRequest, NotFound, QueueFull } from "../interview/mod.ts";
import type { Services } from "./services.ts";
import { type Fault, ProblemError, type ProblemKind, problems } from "./problems.ts";

/** The one mapping of anything thrown to `application/problem+json`. A 500 tells the request id and nothing else. */
export function problemOf(error: unknown, c: Context, services: Pick<Services, "log" | "isUnavailable">): Response {
  if (error instanceof ProblemError) return problem(c, error.kind, error.message, error.faults);
  if (error instanceof NotFound) return problem(c, "not-found", error.message);
  if (error instanceof Conflict) return problem(c, "conflict", error.message);
  if (error instanceof InvalidRequest) {
    return problem(c, "invalid", "The request has faults; see errors.", error.faults);
  }
  if (error instanceof QueueFull) {
    c.header("Retry-After", String(error.retryAfterS));
    return problem(c, "queue-full", error.message);
  }
  if (error instanceof HTTPException) {
    return problem(c, kindOfStatus(error.status), error.message || "The request failed.");
  }
  if (services.isUnavailable(error)) {
    services.log.warning("store unavailable", { requestId: c.get("requestId"), error });
    c.header("Retry-After", "2");
    return problem(
      c,
      "store-unavailable",
      "The database is locked or full, so nothing was stored. Please send the request again in a moment.",
    );
  }
  services.log.error("request failed", { requestId: c.get("requestId"), path: c.req.path, error });
  return problem(c, "internal", "The request failed on our side. Its id helps us to find out why.");
}

/** A reply of type `application/problem+json`. */
export function problem(c: Context, kind: ProblemKind, detail: string, faults: readonly Fault[] = []): Response {
  const { status, title } = problems[kind];
  const body = {
    type: `/problems/${kind}`,
    title,
    status,
    detail,
    instance: c.get("requestId") ?? "",
    ...(faults.length > 0 && { errors: faults }),
  };
  return c.body(JSON.stringify(body), status, { "Content-Type": "application/problem+json" });
}

function kindOfStatus(status: number): ProblemKind {
  const known: Readonly<Record<number, ProblemKind>> = {
    400: "bad-request",
    401: "unauthorised",
    403: "forbidden",
    404: "not-found",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
  };
  return known[status] ?? (status < 500 ? "bad-request" : "internal");
}

/** What zod found, as faults with JSON pointers; an unknown field is named by its own pointer. */
export function faultsOf(error: z.ZodError): readonly Fault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: pointer([...path, key]),
        detail: "unknown field, expected it to be absent",
      }));
    }
    return [{ pointer: pointer(path), detail: issue.message }];
  });
}

const pointer = (path: readonly string[]): string =>
  path.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
