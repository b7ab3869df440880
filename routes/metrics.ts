import { Hono, type MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { type Caller, hasScope } from "../access/mod.ts";
import type { Grading } from "../interview/mod.ts";
import { callerOf } from "./access.ts";
import type { Env } from "./api.ts";
import { ProblemError } from "./problems.ts";
import type { Services } from "./services.ts";

/** Methods are the caller's words, and every label that is new is kept for ever. */
const methods: readonly string[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const httpBucketsS = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];
const gradingBucketsS = [0.01, 0.05, 0.25, 1, 5, 20, 60];

/** What is measured of a server, in the Prometheus format. */
export interface Metrics {
  /** Counts requests and their times, by route. */
  readonly requests: MiddlewareHandler;
  /** The same grading, with its results and times counted. */
  counted(grade: Grading): Grading;
  /** The present values as text. */
  text(): Promise<string>;
  /** Content type of the text. */
  readonly contentType: string;
}

/** Metrics of a server whose queue is looked at when they are asked for. */
export function createMetrics(
  { queue }: { readonly queue: () => { readonly waiting: number; readonly running: number } },
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: "viva_http_request_duration_seconds",
    help: "Time from a request to the head of its reply, by method, route and status.",
    labelNames: ["method", "route", "status"],
    buckets: httpBucketsS,
    registers,
  });
  const grading = new Histogram({
    name: "viva_grading_duration_seconds",
    help: "Time that grading took, by kind of question and grader.",
    labelNames: ["kind", "grader"],
    buckets: gradingBucketsS,
    registers,
  });
  const grades = new Counter({
    name: "viva_grades_total",
    help: "Grades made, by grader, status and outcome.",
    labelNames: ["grader", "status", "outcome"],
    registers,
  });
  const faults = new Counter({
    name: "viva_grading_faults_total",
    help: "Attempts at grading that failed on our side.",
    labelNames: ["kind"],
    registers,
  });
  new Gauge({
    name: "viva_queue_jobs",
    help: "Grading jobs by state.",
    labelNames: ["state"],
    registers,
    collect() {
      const { waiting, running } = queue();
      this.set({ state: "waiting" }, waiting);
      this.set({ state: "running" }, running);
    },
  });
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Resident memory of the server.",
    registers,
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });
  return {
    requests: async (c, next) => {
      const stop = requests.startTimer({ method: methods.includes(c.req.method) ? c.req.method : "other" });
      await next();
      // Patterns belong to middleware; what only they match has no route.
      const route = matchedRoutes(c).findLast(({ path }) => !path.includes("*"))?.path ?? "none";
      stop({ route, status: c.res.status });
    },
    counted: (grade) => async (question, answer, options) => {
      const stop = grading.startTimer({ kind: question.kind });
      try {
        const draft = await grade(question, answer, options);
        stop({ grader: draft.grader.name });
        grades.inc({ grader: draft.grader.name, status: draft.status, outcome: draft.outcome ?? "none" });
        return draft;
      } catch (error) {
        faults.inc({ kind: question.kind });
        throw error;
      }
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** `/metrics`; needs the scope `admin` where keys are on. */
export function metricsRoutes(services: Services): Hono<Env> {
  return new Hono<Env>().get("/metrics", async (c) => {
    const caller: Caller = await callerOf(c, services);
    if (!hasScope(caller, "admin")) {
      throw new ProblemError(
        caller.kind === "key" ? "forbidden" : "unauthorised",
        "Cannot show metrics, expected a key with the scope admin.",
      );
    }
    return c.body(await services.metrics.text(), 200, { "Content-Type": services.metrics.contentType });
  });
}
