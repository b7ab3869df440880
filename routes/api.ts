import { OpenAPIHono } from "@hono/zod-openapi";
import type { RequestIdVariables } from "hono/request-id";
import type { Caller } from "../access/mod.ts";
import { faultsOf } from "./errors.ts";
import { ProblemError } from "./problems.ts";
import { problemSchema } from "./schemas.ts";

/** What every handler finds in its context. */
export interface Env {
  Variables: RequestIdVariables & {
    /** Who makes the request; set for everything under `/v1/`. */
    caller: Caller;
  };
}

/** A router whose validation faults become problems with pointers. */
export function router(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) {
        throw new ProblemError("invalid", "The request has faults; see errors.", faultsOf(result.error));
      }
    },
  });
}

/** A JSON body or reply of the contract. */
export const json = <T>(schema: T, description: string) =>
  ({ content: { "application/json": { schema } }, description }) as const;

const problemReply = (description: string) =>
  ({ content: { "application/problem+json": { schema: problemSchema } }, description }) as const;

/** Replies that may come beside the good ones. */
export const replies = {
  400: problemReply("The body is not JSON."),
  401: problemReply("A valid key is needed, where keys are on."),
  403: problemReply("The key lacks the scope."),
  404: problemReply("There is no such thing, or the caller may not see it."),
  409: problemReply("It does not fit the present state."),
  412: problemReply("It has changed since the ETag in If-Match."),
  413: problemReply("The body is over 256 KiB."),
  415: problemReply("The content type is not application/json."),
  422: problemReply("A field is missing, unknown or out of range."),
  429: problemReply("Too many requests; Retry-After says when to come again."),
  503: problemReply("The queue is full or the database cannot be used now."),
} as const;

/** Problems of a request with a body. */
export const bodyProblems = {
  400: replies[400],
  413: replies[413],
  415: replies[415],
  422: replies[422],
  503: replies[503],
} as const;
