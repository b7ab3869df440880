/**
 * A typed client of the HTTP API, for tools written in TypeScript. It needs nothing of the server's code: the types in
 * `schema.ts` are generated from the OpenAPI document.
 *
 * @module
 */
import createFetchClient, { type Client, type Middleware } from "openapi-fetch";
import type { components, paths } from "./schema.ts";

/** The shapes of the contract, by name. */
export type Schemas = components["schemas"];

/** Calls an operation by method and path; arguments and replies are typed by the contract. */
export type VivaClient = Client<paths>;

/** How to reach a server. */
export interface ClientOptions {
  /** For example `http://127.0.0.1:8000`. */
  readonly baseUrl: string;
  /** An API key; none is needed on a server that is open. */
  readonly key?: string;
  /** Another `fetch`, for example one that goes through a proxy. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What the server answered instead of what was asked for. */
export class VivaError extends Error {
  /** Name of the class. */
  override name = "VivaError";
  /** The problem as the server told it (RFC 9457). */
  readonly problem: Schemas["Problem"];
  /** The message is the problem's detail. */
  constructor(problem: Schemas["Problem"]) {
    super(problem.detail);
    this.problem = problem;
  }
}

/**
 * Builds a client. Every POST carries an `Idempotency-Key` of its own unless the caller gives one, so that a request whose reply
 * was lost can be sent again with the same key and is carried out once.
 *
 * A reply of 4xx or 5xx throws.
 *
 * @throws {VivaError} from its methods
 */
export function createVivaClient({ baseUrl, key, fetch }: ClientOptions): VivaClient {
  const client = createFetchClient<paths>({
    baseUrl,
    ...(key !== undefined && { headers: { Authorization: `Bearer ${key}` } }),
    ...(fetch && { fetch }),
  });
  client.use(manners);
  return client;
}

const manners: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return response;
    throw new VivaError(await problemOf(response));
  },
};

async function problemOf(response: Response): Promise<Schemas["Problem"]> {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/problem+json")) return await response.json();
  return {
    type: "about:blank",
    title: response.statusText,
    status: response.status,
    detail: `The server answered ${response.status}, expected a 2xx or a problem`,
    instance: response.headers.get("X-Request-Id") ?? "",
  };
}
