/** Every kind of error that the API answers with: its place under `/problems/`, its status and what it means. */
export const problems = {
  "malformed-json": { status: 400, title: "The body is not JSON" },
  "bad-request": { status: 400, title: "The request cannot be read" },
  "unauthorised": { status: 401, title: "A valid key is needed" },
  "forbidden": { status: 403, title: "The request is not allowed" },
  "not-found": { status: 404, title: "There is no such thing" },
  "conflict": { status: 409, title: "The request does not fit the present state" },
  "precondition-failed": { status: 412, title: "It has changed meanwhile" },
  "too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The content type is not taken here" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "invalid": { status: 422, title: "The request has faults" },
  "internal": { status: 500, title: "Something went wrong on our side" },
  "queue-full": { status: 503, title: "The grading queue is full" },
  "store-unavailable": { status: 503, title: "The database cannot be used now" },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

/** One of {@link problems}. */
export type ProblemKind = keyof typeof problems;

/** A fault at one place of the request body. */
export interface Fault {
  /** JSON pointer (RFC 6901); empty for the whole body. */
  readonly pointer: string;
  readonly detail: string;
}

/** A request that is answered with a problem. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly kind: ProblemKind;
  readonly faults: readonly Fault[];
  constructor(kind: ProblemKind, detail: string, faults: readonly Fault[] = []) {
    super(detail);
    this.kind = kind;
    this.faults = faults;
  }
}
