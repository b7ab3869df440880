import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import {
  access,
  apiRoutes,
  batchesPath,
  type Env,
  idempotency,
  problem,
  ProblemError,
  problemOf,
  rateLimit,
  type Services,
} from "./routes/mod.ts";

/** Most that a request's body may hold, in bytes. */
export const bodyMaxBytes = 256 * 1024;

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * The whole application: what every request passes, then the API, then the pages.
 *
 * @param slack the Slack door, where it is set up
 * @param pages the web chat, mounted at `/`; left out where only the API is wanted
 */
export function createApp(services: Services, pages?: Hono, slack?: Hono): Hono<Env> {
  const app = apiShell(services);
  app.route("/", apiRoutes(services));
  if (slack) app.route("/", slack);
  if (pages) app.route("/", pages);
  return app;
}

function apiShell(services: Services) {
  const app = new Hono<Env>();
  app.use(services.metrics.requests);
  app.use(requestId({ limitLength: 100 }));
  app.use(
    secureHeaders({
      crossOriginEmbedderPolicy: false,
      referrerPolicy: "same-origin",
      xFrameOptions: "DENY",
      strictTransportSecurity: false,
    }),
  );
  app.use(loopbackOnly(services));
  app.use(exceptForBatches(bodyLimit({
    maxSize: bodyMaxBytes,
    onError: (c) =>
      problem(c, "too-large", `Cannot take the body: it is over the limit, expected at most ${bodyMaxBytes} bytes.`),
  })));
  app.use("/v1/*", access(services));
  app.use("/v1/*", rateLimit(services.requestsPerMinute));
  app.use("/v1/*", exceptForBatches(jsonOnly));
  app.use("/v1/*", idempotency(services.replies));
  app.onError((error, c) => problemOf(error, c, services));
  app.notFound((c) => problem(c, "not-found", `Cannot find "${c.req.path}".`));
  return app;
}

/** Batches have a limit and types of their own, and are stored while they come in. */
const exceptForBatches = (handler: MiddlewareHandler<Env>): MiddlewareHandler<Env> => (c, next) =>
  c.req.path === batchesPath ? next() : handler(c, next);

/**
 * Without keys the server trusts whoever reaches it, so a page elsewhere must not reach it by a name of its own that resolves
 * to this machine (DNS rebinding).
 */
const loopbackOnly = ({ closed }: Pick<Services, "closed">): MiddlewareHandler<Env> => async (c, next) => {
  const host = c.req.header("Host") ?? new URL(c.req.url).host;
  // What comes from Slack is signed, whatever name it was sent to.
  if (!loopbackHost.test(host) && !c.req.path.startsWith("/slack/") && !await closed()) {
    throw new ProblemError(
      "forbidden",
      `Cannot answer for the host "${host}", expected a loopback name such as 127.0.0.1.`,
    );
  }
  await next();
};

/** A JSON content type also keeps other sites' forms out: browsers ask first before they send it across origins. */
const jsonOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method !== "POST") return await next();
  const type = (c.req.header("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new ProblemError(
      "unsupported-media-type",
      `Cannot read a body of type "${type ?? ""}", expected application/json.`,
    );
  }
  try {
    JSON.parse(await c.req.text());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProblemError("malformed-json", `Cannot read the body as JSON: ${error.message}.`);
  }
  await next();
};
