import assert from "node:assert/strict";
import fc from "fast-check";
import papaparse from "papaparse";
import type { RubricGrader } from "../../grader/mod.ts";
import { batchSchema, gradeSchema, problemSchema } from "../../routes/schemas.ts";
import { decidingGrader } from "../support/deciding_grader.ts";
import { literalGrader } from "../support/literal_grader.ts";
import { bankOf, coding, freeText, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice(), freeText(), coding());
const write = (text: string, id?: string) => ({
  ...(id !== undefined && { id }),
  questionId: "ft-one",
  answer: { kind: "free-text", text },
});
const choose = (choice: string) => ({
  questionId: "mcq-one",
  answer: { kind: "multiple-choice", choices: [choice] },
});
const jsonl = (...lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

async function send(
  app: TestApp,
  body: string,
  { type = "application/jsonl", headers = {} }: { type?: string; headers?: Record<string, string> } = {},
) {
  return await app.request("POST", "/v1/batches", body, { "Content-Type": type, ...headers });
}

async function taken(app: TestApp, body: string, options?: Parameters<typeof send>[2]) {
  const reply = await send(app, body, options);
  assert.equal(reply.status, 202, await reply.clone().text());
  const batch = batchSchema.parse(await reply.json());
  assert.equal(reply.headers.get("Location"), `/v1/batches/${batch.id}`);
  return batch;
}

async function get(app: TestApp, id: string) {
  return batchSchema.parse(await (await app.request("GET", `/v1/batches/${id}`)).json());
}

interface ResultLine {
  readonly line: number;
  readonly id?: string;
  readonly questionId?: string;
  readonly state: string;
  readonly grade?: unknown;
  readonly fault?: string;
}

async function resultsOf(app: TestApp, id: string): Promise<readonly ResultLine[]> {
  const reply = await app.request("GET", `/v1/batches/${id}/results`);
  assert.equal(reply.headers.get("Content-Type"), "application/jsonl");
  return (await reply.text()).trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("POST /v1/batches stores every line before it answers, and grades them all, each once", async () => {
  await using app = await createTestApp({ bank });
  const answers = Array.from({ length: 300 }, (_, n) => n % 3 === 0 ? choose("b") : write(`heavy ${n}`, `row-${n}`));
  const batch = await taken(app, jsonl(...answers));
  assert.equal(batch.total, 300);
  assert.equal(batch.state, "grading");
  await app.queue.idle();
  const done = await get(app, batch.id);
  assert.deepEqual([done.state, done.graded, done.faults, done.waiting], ["done", 300, 0, 0]);
  assert.ok(done.finishedAt);
  const results = await resultsOf(app, batch.id);
  assert.deepEqual(results.map(({ line }) => line), answers.map((_, n) => n + 1));
  assert.deepEqual(results.map(({ id }) => id), answers.map((_, n) => n % 3 === 0 ? undefined : `row-${n}`));
  assert.deepEqual(results.map(({ grade }) => gradeSchema.parse(grade).score), answers.map((_, n) => n % 3 ? 0.75 : 1));
  assert.equal((await app.sql("SELECT count(DISTINCT job_id) AS n FROM grades"))[0]?.n, 300);
});

Deno.test("a line that cannot be graded is told with its number and its fault, and the others are graded", async () => {
  await using app = await createTestApp({ bank });
  const body = [
    JSON.stringify(write("heavy")),
    "{ no json",
    "",
    JSON.stringify({ ...write("heavy", "mine"), extra: 1 }),
    JSON.stringify({ id: "mine too", questionId: "nothing", answer: { kind: "free-text", text: "x" } }),
    JSON.stringify(choose("z")),
    JSON.stringify({ questionId: "mcq-one", answer: { kind: "free-text", text: "b" } }),
    JSON.stringify(write("x".repeat(8_001))),
    "null",
    JSON.stringify(choose("b")),
  ].join("\r\n");
  const batch = await taken(app, body);
  await app.queue.idle();
  const done = await get(app, batch.id);
  assert.deepEqual([done.total, done.graded, done.faults], [9, 2, 7]);
  const results = await resultsOf(app, batch.id);
  assert.deepEqual(results.map(({ line, state }) => [line, state]), [
    [1, "graded"],
    [2, "fault"],
    [4, "fault"],
    [5, "fault"],
    [6, "fault"],
    [7, "fault"],
    [8, "fault"],
    [9, "fault"],
    [10, "graded"],
  ]);
  const faultOf = (line: number) => results.find((result) => result.line === line)!.fault!;
  assert.match(faultOf(2), /no JSON/);
  assert.match(faultOf(4), /\/extra: unknown field/);
  assert.match(faultOf(5), /unknown question "nothing"/);
  assert.match(faultOf(6), /unknown choice "z", expected one of a, b/);
  assert.match(faultOf(7), /expected "multiple-choice"/);
  assert.match(faultOf(8), /\/answer\/text/);
  assert.deepEqual(results.filter(({ id }) => id).map(({ line, id }) => [line, id]), [[4, "mine"], [5, "mine too"]]);
});

Deno.test("CSV holds texts over several lines, choices and names; faults name the line on which a record begins", async () => {
  await using app = await createTestApp({ bank });
  const body = [
    "id,questionId,answer",
    'a,ft-one,"heavy, and',
    'over ""two"" lines"',
    "b,mcq-one,b",
    "c,mcq-one,b;c",
    "d,ft-one",
    "e,nothing,x",
    "f,ft-one,light",
  ].join("\n");
  const batch = await taken(app, body, { type: "text/csv; charset=utf-8" });
  await app.queue.idle();
  const results = await resultsOf(app, batch.id);
  assert.deepEqual(results.map(({ line, id, state }) => [line, id, state]), [
    [2, "a", "graded"],
    [4, "b", "graded"],
    [5, "c", "fault"],
    [6, undefined, "fault"],
    [7, "e", "fault"],
    [8, "f", "graded"],
  ]);
  const [row] = await app.sql("SELECT answer FROM jobs ORDER BY rowid");
  assert.deepEqual(JSON.parse(row!.answer as string), { kind: "free-text", text: 'heavy, and\nover "two" lines' });
  assert.match(results[3]!.fault!, /2 fields, expected 3/);
});

Deno.test("a quotation mark that is never closed costs its own line only", async () => {
  await using app = await createTestApp({ bank });
  const batch = await taken(app, 'questionId,answer\nft-one,"heavy\nft-one,light\nmcq-one,b\n', { type: "text/csv" });
  await app.queue.idle();
  assert.deepEqual((await resultsOf(app, batch.id)).map(({ line, state }) => [line, state]), [
    [2, "fault"],
    [3, "graded"],
    [4, "graded"],
  ]);
});

Deno.test("results come as CSV too, with every line and no formulas", async () => {
  await using app = await createTestApp({ bank });
  const batch = await taken(app, jsonl(write("heavy", "=1+1"), choose("z"), choose("a")));
  await app.queue.idle();
  const reply = await app.request("GET", `/v1/batches/${batch.id}/results`, undefined, { Accept: "text/csv" });
  assert.match(reply.headers.get("Content-Type")!, /^text\/csv/);
  const { data } = papaparse.parse<Record<string, string>>(await reply.text(), { header: true, skipEmptyLines: true });
  assert.deepEqual(data.map(({ line, state, score, id }) => [line, state, score, id]), [
    ["1", "graded", "0.75", "'=1+1"],
    ["2", "fault", "", ""],
    ["3", "graded", "0", ""],
  ]);
  assert.equal(data[0]!.criteria, "light: not-met; heavy: met");
});

Deno.test("results show the grade that counts now", async () => {
  await using app = await createTestApp({ bank });
  const batch = await taken(app, jsonl(write("heavy")));
  await app.queue.idle();
  const first = gradeSchema.parse((await resultsOf(app, batch.id))[0]!.grade);
  for (const [verdict, id] of [["met", "light"], ["not-met", "heavy"]]) {
    const { id: now } = gradeSchema.parse((await resultsOf(app, batch.id))[0]!.grade);
    const body = { criteria: [{ id, verdict }], reason: "So it is." };
    assert.equal((await app.request("POST", `/v1/grades/${now}/override`, body)).status, 200);
  }
  const last = gradeSchema.parse((await resultsOf(app, batch.id))[0]!.grade);
  assert.deepEqual([first.score, last.score, last.grader.name], [0.75, 0.25, "human"]);
});

Deno.test.each([
  [415, "unsupported-media-type", "application/json", "[]"],
  [415, "unsupported-media-type", "text/plain", jsonl(choose("b"))],
  [422, "invalid", "application/jsonl", ""],
  [422, "invalid", "application/jsonl", "\n\n"],
  [422, "invalid", "text/csv", "questionId,answer\n"],
  [422, "invalid", "text/csv", "question,answer\nmcq-one,b"],
  [422, "invalid", "text/csv", "questionId,answer,answer\nmcq-one,b,b"],
  [413, "too-large", "application/jsonl", `"${"x".repeat(17 * 1024 * 1024)}"`],
  [413, "too-large", "application/x-ndjson", "1\n".repeat(50_001)],
])("POST /v1/batches answers %d %s for %s and keeps nothing", async (status, kind, type, body) => {
  await using app = await createTestApp({ bank });
  const reply = await send(app, body as string, { type: type as string });
  assert.equal(reply.status, status);
  assert.equal(problemSchema.parse(await reply.json()).type, `/problems/${kind}`);
  for (const table of ["batches", "batch_lines", "jobs"]) assert.deepEqual(await app.sql(`SELECT * FROM ${table}`), []);
  assert.deepEqual(app.errors, []);
});

Deno.test("a body that is no UTF-8, or breaks off, is refused whole", async () => {
  await using app = await createTestApp({ bank });
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(jsonl(choose("b"))));
    },
    pull(controller) {
      controller.error(new Error("the connection broke off"));
    },
  });
  for (const body of [new Uint8Array([0x22, 0xff, 0x22, 0x0a]), broken]) {
    const reply = await app.app.request("http://127.0.0.1/v1/batches", {
      method: "POST",
      headers: { "Content-Type": "application/jsonl" },
      body,
    });
    assert.ok(reply.status >= 400);
    await reply.body?.cancel();
  }
  assert.deepEqual(await app.sql("SELECT * FROM batches"), []);
  assert.deepEqual(await app.sql("SELECT * FROM jobs"), []);
});

Deno.test("a repeat of an Idempotency-Key is the same batch; another body under it is refused", async () => {
  await using app = await createTestApp({ bank });
  const headers = { "Idempotency-Key": "once" };
  const first = await taken(app, jsonl(choose("b")), { headers });
  assert.equal((await taken(app, jsonl(choose("b")), { headers })).id, first.id);
  assert.equal((await send(app, jsonl(choose("a")), { headers })).status, 422);
  assert.equal((await send(app, jsonl(choose("a")), { headers: { "Idempotency-Key": "not\tprintable" } })).status, 400);
  await app.queue.idle();
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM jobs"), [{ n: 1 }]);
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM batches"), [{ n: 1 }]);
});

Deno.test("DELETE /v1/batches/{id} ends what waits and keeps what was graded", async () => {
  const open = Promise.withResolvers<void>();
  let judged = 0;
  const rubric: RubricGrader = {
    judge: async (...args) => {
      if (++judged > 3) await Promise.race([open.promise, aborted(args[2]?.signal)]);
      return await literalGrader.judge(...args);
    },
  };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const batch = await taken(app, jsonl(...Array.from({ length: 200 }, (_, n) => write(`heavy ${n}`))));
  while (judged < 4) await new Promise((resolve) => setTimeout(resolve));
  assert.equal((await app.request("DELETE", `/v1/batches/${batch.id}`)).status, 204);
  await app.queue.idle();
  const ended = await get(app, batch.id);
  assert.deepEqual([ended.state, ended.graded, ended.cancelled, ended.waiting], ["cancelled", 3, 197, 0]);
  const states = (await resultsOf(app, batch.id)).map(({ state }) => state);
  assert.deepEqual(states.slice(0, 5), ["graded", "graded", "graded", "cancelled", "cancelled"]);
  assert.equal((await app.request("DELETE", `/v1/batches/${batch.id}`)).status, 204);
  assert.equal((await app.request("DELETE", "/v1/batches/none")).status, 404);
  const done = await taken(app, jsonl(choose("b")));
  await app.queue.idle();
  assert.equal((await app.request("DELETE", `/v1/batches/${done.id}`)).status, 409);
  open.resolve();
});

Deno.test("a batch ends although a job of it was cancelled by itself", async () => {
  const open = Promise.withResolvers<void>();
  const rubric: RubricGrader = { judge: async (...args) => (await open.promise, literalGrader.judge(...args)) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const batch = await taken(app, jsonl(write("heavy one"), write("heavy two"), write("heavy three")));
  const [job] = await app.sql("SELECT id FROM jobs ORDER BY rowid DESC");
  assert.equal((await app.request("DELETE", `/v1/jobs/${job!.id}`)).status, 204);
  open.resolve();
  await app.queue.idle();
  const { state, graded, cancelled } = await get(app, batch.id);
  assert.deepEqual({ state, graded, cancelled }, { state: "done", graded: 2, cancelled: 1 });
});

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

Deno.test("an answer that somebody waits for is graded before what waits of a batch", async () => {
  const order: string[] = [];
  const gates: (() => void)[] = [];
  const rubric: RubricGrader = {
    judge: async (question, text, options) => {
      order.push(text);
      await new Promise<void>((resolve) => gates.push(resolve));
      return await literalGrader.judge(question, text, options);
    },
  };
  await using app = await createTestApp({ bank, grading: { rubric } });
  await taken(app, jsonl(...Array.from({ length: 20 }, (_, n) => write(`batch ${n}`))));
  while (order.length < 1) await new Promise((resolve) => setTimeout(resolve));
  // One of two places is free: it starts at once.
  const now = app.request("POST", "/v1/grade", write("interactive now"));
  while (order.length < 2) await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(order, ["batch 0", "interactive now"]);
  const next = app.request("POST", "/v1/grade", write("interactive next"));
  while ((await app.sql("SELECT count(*) AS n FROM jobs WHERE batch_id IS NULL"))[0]?.n !== 2) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  gates.shift()!();
  while (order.length < 3) await new Promise((resolve) => setTimeout(resolve));
  assert.equal(order[2], "interactive next");
  const opening = setInterval(() => gates.splice(0).forEach((open) => open()));
  assert.deepEqual((await Promise.all([now, next])).map(({ status }) => status), [200, 200]);
  await app.queue.idle();
  clearInterval(opening);
});

Deno.test("a batch that must stay on this machine is read by the offline grader only", async () => {
  const [rubric, offline] = [decidingGrader({}, "llm"), decidingGrader({})];
  await using app = await createTestApp({ bank, grading: { rubric, offline } });
  const reply = await send(app, jsonl(write("kept here")), { headers: { Prefer: "grading=offline" } });
  assert.equal(reply.headers.get("Preference-Applied"), "grading=offline");
  await reply.body?.cancel();
  await taken(app, jsonl(write("sent away")));
  await app.queue.idle();
  assert.deepEqual([offline, rubric].map(({ asked }) => asked.map(({ text }) => text)), [["kept here"], ["sent away"]]);
});

Deno.test("what was half received when a server stopped is forgotten, and what was promised is graded", async () => {
  const folder = await Deno.makeTempDir();
  try {
    let id: string;
    {
      const rubric: RubricGrader = { judge: (_q, _t, options) => aborted(options?.signal).then(() => never()) };
      await using app = await createTestApp({ bank, folder, grading: { rubric } });
      id = (await taken(app, jsonl(write("heavy"), write("light")))).id;
      await app.sql(
        "INSERT INTO batches (id, state, offline_only, created_at) VALUES ('half', 'receiving', 0, '2026-01-01')",
      );
      await app.sql("INSERT INTO batch_lines (batch_id, line) VALUES ('half', 1)");
    }
    await using app = await createTestApp({ bank, folder });
    await app.interview.resume();
    await app.queue.idle();
    const done = await get(app, id);
    assert.deepEqual([done.state, done.graded], ["done", 2]);
    assert.deepEqual(await app.sql("SELECT count(*) AS n FROM batch_lines"), [{ n: 2 }]);
    assert.equal((await app.request("GET", "/v1/batches/half")).status, 404);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

function never(): never {
  throw new Error("unreachable");
}

Deno.test("no body makes POST /v1/batches fail on our side, and no line is lost", async () => {
  await using app = await createTestApp({ bank });
  const line = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom(JSON.stringify(choose("b")), JSON.stringify(write("heavy")), 'ft-one,"a', "mcq-one,b", '"', "\r"),
    fc.record({ questionId: fc.jsonValue(), answer: fc.jsonValue(), id: fc.jsonValue() }).map((value) =>
      JSON.stringify(value)
    ),
  ).map((text) => text.replaceAll("\n", " "));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.boolean(), async (lines, isJson) => {
      const body = (isJson ? lines : ["questionId,answer", ...lines]).join("\n");
      const reply = await send(app, body, { type: isJson ? "application/jsonl" : "text/csv" });
      assert.ok(reply.status < 500, `${reply.status} ${JSON.stringify(body)}`);
      const told = await reply.json();
      // In CSV a quotation mark can join lines.
      if (reply.status !== 202 || (!isJson && body.includes('"'))) return;
      assert.equal(batchSchema.parse(told).total, lines.filter((text) => text.trim() !== "").length);
    }),
    { numRuns: 150 },
  );
  await app.queue.idle();
  assert.deepEqual(app.errors, []);
});
