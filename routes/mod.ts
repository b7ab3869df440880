/**
 * HTTP: one endpoint group per file, one mapping of errors.
 *
 * @module
 */
export { apiRoutes, openApiDocument } from "./api_routes.ts";
export { access } from "./access.ts";
export type { Env } from "./api.ts";
export { problem, problemOf } from "./errors.ts";
export { type Fault, ProblemError, type ProblemKind, problems } from "./problems.ts";
export { browserOrNew, keepChecks, logInPerson, logInWithKey, logOut, takeChecks, visitorOf } from "./browser.ts";
export { batchesPath, idempotency } from "./idempotency.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { rateLimit } from "./rate_limit.ts";
export type { Log, Services } from "./services.ts";
