import assert from "node:assert/strict";
import { Hono } from "hono";
import { createApp } from "../../app.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { problemSchema } from "../../routes/schemas.ts";
import { bankOf, multipleChoice } from "../support/questions.ts";
import { createTestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice());

Deno.test("GET /readyz tells the database, the graders and the sandbox tier", async () => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("GET", "/readyz");
  assert.equal(reply.status, 200);
  assert.deepEqual(await reply.json(), {
    status: "ok",
    database: "ok",
    questions: 1,
    freeText: { grader: "offline", model: null },
    sandbox: { tier: "none", reason: "this test runs no code" },
  });
});

Deno.test("GET /livez answers 200", async () => {
  await using app = await createTestApp({ bank });
  assert.deepEqual(await (await app.request("GET", "/livez")).json(), { status: "ok" });
});

Deno.test("docs/openapi.json is the document that the server gives", async () => {
  await using app = await createTestApp({ bank });
  const served = await (await app.request("GET", "/openapi.json")).json();
  const committed = JSON.parse(await readFile(join(import.meta.dirname!, "../../docs/openapi.json"), "utf8"));
  assert.deepEqual(committed, served, "run `deno task openapi` and commit the result");
  assert.equal(served.openapi, "3.1.0");
});

Deno.test("every operation of the API has an id of its own", async () => {
  await using app = await createTestApp({ bank });
  const { paths } = await (await app.request("GET", "/openapi.json")).json();
  const ids = Object.values<Record<string, { operationId?: string }>>(paths)
    .flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  assert.deepEqual(ids.filter((id, at) => id === undefined || ids.indexOf(id) !== at), []);
});

Deno.test("GET /docs loads nothing from elsewhere", async () => {
  await using app = await createTestApp({ bank });
  const page = await app.request("GET", "/docs");
  const html = await page.text();
  assert.match(page.headers.get("Content-Security-Policy") ?? "", /default-src 'none'/);
  const addresses = [...html.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, address]) => address!);
  assert.equal(addresses.length, 3);
  for (const address of addresses) {
    assert.match(address, /^\//);
    assert.equal((await app.request("GET", address)).status, 200);
  }
});

Deno.test("an unknown path answers 404 as a problem whose type can be read", async () => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("GET", "/nowhere");
  assert.equal(reply.status, 404);
  const problem = problemSchema.parse(await reply.json());
  const page = await app.request("GET", problem.type);
  assert.match(await page.text(), /not-found \(404\)/);
});

Deno.test("a host name that is not this machine's loopback is refused", async () => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("GET", "/v1/questions", undefined, { Host: "evil.example" });
  assert.equal(reply.status, 403);
  problemSchema.parse(await reply.json());
});

Deno.test("a request id is made, or taken from the request, and given back", async () => {
  await using app = await createTestApp({ bank });
  assert.ok((await app.request("GET", "/livez")).headers.get("X-Request-Id"));
  const reply = await app.request("GET", "/livez", undefined, { "X-Request-Id": "mine-1" });
  assert.equal(reply.headers.get("X-Request-Id"), "mine-1");
});

Deno.test("GET /metrics tells requests by route, grades by grader, and the queue", async () => {
  await using app = await createTestApp({ bank });
  await app.request("POST", "/v1/grade", {
    questionId: "mcq-one",
    answer: { kind: "multiple-choice", choices: ["b"] },
  });
  await app.request("GET", "/v1/questions/mcq-one");
  await app.request("GET", "/nowhere");
  const reply = await app.request("GET", "/metrics");
  assert.match(reply.headers.get("Content-Type") ?? "", /^text\/plain/);
  const text = await reply.text();
  assert.match(text, /^viva_grades_total\{grader="key",status="graded",outcome="correct"\} 1$/m);
  assert.match(text, /^viva_http_request_duration_seconds_count\{[^}]*route="\/v1\/questions\/:id"[^}]*\} 1$/m);
  assert.match(text, /^viva_queue_jobs\{state="waiting"\} 0$/m);
  assert.ok(!text.includes("nowhere"), "paths that callers make up are no labels");
});

Deno.test("methods that callers make up are no labels, and routes keep their names where pages are served too", async () => {
  await using test = await createTestApp({ bank });
  const app = createApp(test.services, new Hono().get("*", (c) => c.notFound()));
  for (let n = 0; n < 20; n++) await app.request("http://127.0.0.1/nowhere", { method: `MADE-UP-${n}` });
  await app.request("http://127.0.0.1/v1/questions/mcq-one");
  const text = await (await app.request("http://127.0.0.1/metrics")).text();
  assert.ok(!text.includes("MADE-UP"));
  assert.match(text, /^viva_http_request_duration_seconds_count\{method="other",route="none",status="404"\} 20$/m);
  assert.match(text, /^viva_http_request_duration_seconds_count\{method="GET",route="\/v1\/questions\/:id"[^}]*\} 1$/m);
});

Deno.test("GET /metrics needs an admin key where keys are on", async () => {
  await using app = await createTestApp({ bank });
  const { key: some } = await app.services.keys.create({ name: "a", scopes: ["grade"] });
  const { key: admin } = await app.services.keys.create({ name: "b", scopes: ["admin"] });
  const status = async (headers: Record<string, string>) =>
    (await app.request("GET", "/metrics", undefined, headers)).status;
  assert.deepEqual(
    [
      await status({}),
      await status({ Authorization: `Bearer ${some}` }),
      await status({ Authorization: `Bearer ${admin}` }),
    ],
    [401, 403, 200],
  );
});
