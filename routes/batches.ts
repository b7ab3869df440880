import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ownerOf } from "../access/mod.ts";
import { batchResultsCsv, batchResultsJson, NotFound } from "../interview/mod.ts";
import { preferredType } from "./accept.ts";
import { bodyProblems, type Env, json, replies, router } from "./api.ts";
import { readBody, readCsv, readJsonLines } from "./batch_lines.ts";
import { batchesPath, idempotencyKeyOf } from "./idempotency.ts";
import { preferences } from "./prefer.ts";
import { ProblemError } from "./problems.ts";
import { batchSchema } from "./schemas.ts";
import type { Services } from "./services.ts";

const params = z.strictObject({ id: z.string() });
const jsonLines = ["application/jsonl", "application/x-ndjson"] as const;

const take = createRoute({
  method: "post",
  path: batchesPath,
  tags: ["Batches"],
  operationId: "takeBatch",
  summary: "Takes thousands of answers to be graded",
  description:
    'JSON lines of `{ "questionId", "answer", "id"? }`, or CSV with the columns `questionId`, `answer` and, where wanted, `id` and ' +
    "`language`; choices are option ids with a semicolon between them. At most 16 MiB and 50,000 lines. Everything is stored before the reply leaves; lines that " +
    "cannot be graded are kept with their faults. Batches are graded behind everybody who waits for an answer, and go on after a " +
    "crash. With `Prefer: grading=offline`, no language model reads the answers.",
  request: { headers: z.object({ prefer: z.string().optional(), "idempotency-key": z.string().optional() }) },
  // Told, not parsed here: the body is read line by line.
  requestBody: {
    required: true,
    description: "The answers.",
    content: {
      "application/jsonl": { schema: { type: "string" } },
      "application/x-ndjson": { schema: { type: "string" } },
      "text/csv": { schema: { type: "string" } },
    },
  },
  responses: {
    202: json(batchSchema, "The batch; its address is in Location."),
    ...bodyProblems,
    413: { ...replies[413], description: "The body is over 16 MiB or 50,000 lines." },
    415: { ...replies[415], description: "The content type is neither JSON lines nor CSV." },
  },
});

const get = createRoute({
  method: "get",
  path: "/v1/batches/{id}",
  tags: ["Batches"],
  operationId: "getBatch",
  summary: "How far a batch has come",
  request: { params },
  responses: { 200: json(batchSchema, "The batch."), 404: replies[404] },
});

const results = createRoute({
  method: "get",
  path: "/v1/batches/{id}/results",
  tags: ["Batches"],
  operationId: "getBatchResults",
  summary: "Every line of a batch in its order, as it is now",
  description:
    "Accept chooses JSON lines or CSV. A line has a grade, or a fault, or waits; the grade is the one that counts now.",
  request: { params },
  responses: {
    200: {
      description: "The lines.",
      content: { "application/jsonl": { schema: z.string() }, "text/csv": { schema: z.string() } },
    },
    404: replies[404],
  },
});

const cancel = createRoute({
  method: "delete",
  path: "/v1/batches/{id}",
  tags: ["Batches"],
  operationId: "cancelBatch",
  summary: "Ends a batch; what was graded stays",
  request: { params },
  responses: {
    204: { description: "It is cancelled, or was before." },
    404: replies[404],
    409: replies[409],
    503: replies[503],
  },
});

/** `/v1/batches`. */
export function batchRoutes({ interview, bank }: Pick<Services, "interview" | "bank">): OpenAPIHono<Env> {
  const batchOf = async (id: string) => {
    const batch = await interview.batches.get(id);
    if (!batch) throw new NotFound("batch", id);
    return batch;
  };
  return router()
    .openapi(take, async (c) => {
      const type = (c.req.header("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
      const isJson = (jsonLines as readonly string[]).includes(type);
      if (!isJson && type !== "text/csv") {
        throw new ProblemError(
          "unsupported-media-type",
          `Cannot read a body of type "${type}", expected ${jsonLines.join(" or ")}, or text/csv.`,
        );
      }
      const { offlineOnly } = preferences(c.req.header("Prefer"));
      const body = readBody(c.req.raw.body);
      const batch = await interview.batches.take(isJson ? readJsonLines(body.lines) : readCsv(body.lines, bank), {
        owner: ownerOf(c.get("caller")),
        offlineOnly,
        idempotencyKey: idempotencyKeyOf(c),
        bodyHash: body.hash,
      });
      if (offlineOnly) c.header("Preference-Applied", "grading=offline");
      c.header("Location", `/v1/batches/${batch.id}`);
      return c.json(batch, 202);
    })
    .openapi(get, async (c) => {
      c.header("Cache-Control", "no-store");
      return c.json(await batchOf(c.req.valid("param").id), 200);
    })
    .openapi(results, async (c) => {
      const { id } = await batchOf(c.req.valid("param").id);
      const type = preferredType(c.req.header("Accept"), ["application/jsonl", "text/csv"]);
      const text = (type === "text/csv" ? batchResultsCsv : batchResultsJson)(interview.batches.results(id));
      return c.body(streamOf(text), 200, {
        "Content-Type": type === "text/csv" ? "text/csv; charset=utf-8" : type,
        "Cache-Control": "no-store",
      });
    })
    .openapi(cancel, async (c) => {
      await interview.batches.cancel(c.req.valid("param").id);
      return c.body(null, 204);
    }) as OpenAPIHono<Env>;
}

function streamOf(text: AsyncIterable<string>): ReadableStream<Uint8Array> {
  return ReadableStream.from(text).pipeThrough(new TextEncoderStream());
}
