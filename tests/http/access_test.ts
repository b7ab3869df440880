import assert from "node:assert/strict";
import type { Scope } from "../../access/mod.ts";
import { problemSchema } from "../../routes/schemas.ts";
import { bankOf, multipleChoice } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

/** The limiter counts a window with a timer of a minute, which keeps no process but outlives a test. */
const unwatched = { sanitizeOps: false, sanitizeResources: false };

const bank = bankOf(multipleChoice());
const answer = { questionId: bank.questions[0]!.id, answer: { kind: "multiple-choice", choices: ["a"] } };

async function keyFor(app: TestApp, ...scopes: Scope[]) {
  const { apiKey, key } = await app.services.keys.create({ name: scopes.join(" and "), scopes });
  return { id: apiKey.id, headers: { Authorization: `Bearer ${key}` } };
}

Deno.test("without keys a server on loopback is open, and the first key closes it", unwatched, async () => {
  await using app = await createTestApp({ bank });
  assert.equal((await app.request("POST", "/v1/grade", answer)).status, 200);
  const made = await app.request("POST", "/v1/keys", { name: "first", scopes: ["admin"] });
  assert.equal(made.status, 201);
  assert.equal(made.headers.get("Cache-Control"), "no-store");
  const { key, id, ...rest } = await made.json();
  assert.match(key, /^viva_live_/);
  assert.deepEqual(rest.scopes, ["admin"]);

  const refused = await app.request("POST", "/v1/grade", answer);
  assert.equal(refused.status, 401);
  assert.equal(refused.headers.get("WWW-Authenticate"), 'Bearer realm="viva"');
  problemSchema.parse(await refused.json());
  const headers = { Authorization: `Bearer ${key}` };
  assert.equal((await app.request("POST", "/v1/grade", answer, headers)).status, 200);

  const listed = await (await app.request("GET", "/v1/keys", undefined, headers)).json();
  assert.deepEqual(listed.items.map((item: { id: string }) => item.id), [id]);
  assert.ok(!JSON.stringify(listed).includes(key));
  assert.equal((await app.request("DELETE", `/v1/keys/${id}`, undefined, headers)).status, 204);
  assert.equal(
    (await app.request("GET", "/v1/keys", undefined, headers)).status,
    401,
    "a revoked key does not open again",
  );
});

Deno.test.each([
  ["a word", "nonsense"],
  ["another scheme", "Basic dXNlcjpwYXNz"],
  ["a key of the right form", `Bearer viva_live_${"a".repeat(32)}_${"b".repeat(6)}`],
  ["nothing after the scheme", "Bearer "],
])("%s as Authorization answers 401 where keys are on", unwatched, async (_, header) => {
  await using app = await createTestApp({ bank });
  await keyFor(app, "admin");
  const reply = await app.request("GET", "/v1/questions", undefined, { Authorization: header });
  assert.equal(reply.status, 401);
  problemSchema.parse(await reply.json());
});

Deno.test.each(
  [
    ["GET", "/v1/questions", ["grade", "sessions", "reviewer", "admin"]],
    ["POST", "/v1/grade", ["grade", "admin"]],
    ["GET", "/v1/jobs/none", ["grade", "admin"]],
    ["POST", "/v1/sessions", ["sessions", "admin"]],
    ["GET", "/v1/sessions/none", ["sessions", "admin"]],
    ["POST", "/v1/sessions/none/turns", ["sessions", "admin"]],
    ["POST", "/v1/grades/none/override", ["reviewer", "admin"]],
    ["POST", "/v1/grades/none/appeals", ["grade", "admin"]],
    ["GET", "/v1/reviews", ["reviewer", "admin"]],
    ["POST", "/v1/batches", ["grade", "admin"]],
    ["POST", "/v1/regrades", ["admin"]],
    ["GET", "/v1/keys", ["admin"]],
    ["GET", "/v1/anything-else", ["admin"]],
  ] satisfies [string, string, Scope[]][],
)("%s %s needs one of the scopes %j", unwatched, async (method, path, allowed) => {
  await using app = await createTestApp({ bank });
  for (const scope of ["grade", "sessions", "reviewer", "admin"] as const) {
    const { headers } = await keyFor(app, scope);
    const reply = await app.request(method, path, method === "POST" ? {} : undefined, headers);
    assert.equal(reply.status === 403, !(allowed as Scope[]).includes(scope), `${scope}: ${reply.status}`);
    assert.ok(reply.status < 500);
  }
});

Deno.test("what another key has made answers as what does not exist", unwatched, async () => {
  await using app = await createTestApp({ bank });
  const [mine, other, admin] = [
    await keyFor(app, "sessions", "grade"),
    await keyFor(app, "sessions", "grade"),
    await keyFor(app, "admin"),
  ];
  const session = await (await app.request("POST", "/v1/sessions", { mode: "practice" }, mine.headers)).json();
  const grade = await (await app.request("POST", "/v1/grade", answer, mine.headers)).json();
  const job = await app.request("POST", "/v1/grade", answer, { ...mine.headers, Prefer: "respond-async" });
  const batch = await app.request("POST", "/v1/batches", JSON.stringify(answer), {
    ...mine.headers,
    "Content-Type": "application/jsonl",
  });
  const paths = [
    `/v1/sessions/${session.id}`,
    `/v1/sessions/${session.id}/report`,
    `/v1/grades/${grade.id}`,
    job.headers.get("Location")!,
    batch.headers.get("Location")!,
  ];
  for (const path of paths) {
    const [own, foreign, all] = await Promise.all(
      [mine, other, admin].map(({ headers }) => app.request("GET", path, undefined, headers)),
    );
    assert.deepEqual([own!.status, foreign!.status, all!.status], [200, 404, 200], path);
    const missing = await app.request("GET", path.replace(/[^/]+(?=\/report|$)/, "none"), undefined, other.headers);
    const withoutIds = (body: Record<string, unknown>) => ({ ...body, instance: "", detail: "" });
    assert.deepEqual(withoutIds(await foreign!.json()), withoutIds(await missing.json()));
  }
  const erase = await app.request("DELETE", paths[0]!, undefined, other.headers);
  assert.equal(erase.status, 404);
  assert.equal((await app.request("GET", paths[0]!, undefined, mine.headers)).status, 200);
});

Deno.test("an invited browser takes an interview that a key has started, by its address alone", unwatched, async () => {
  await using app = await createTestApp({ bank });
  const { headers } = await keyFor(app, "sessions");
  const session = await (await app.request("POST", "/v1/sessions", { mode: "practice" }, headers)).json();
  const turn = await app.request("POST", `/v1/sessions/${session.id}/turns`, { type: "skip" });
  assert.equal(turn.status, 202);
  assert.equal((await app.request("DELETE", `/v1/sessions/${session.id}`)).status, 401);
  assert.equal((await app.request("POST", "/v1/sessions", { mode: "practice" })).status, 401);
});

Deno.test("two keys that draw the same Idempotency-Key do not meet", unwatched, async () => {
  await using app = await createTestApp({ bank });
  const [a, b] = [await keyFor(app, "grade"), await keyFor(app, "grade")];
  const send = (headers: Record<string, string>) =>
    app.request("POST", "/v1/grade", answer, { ...headers, "Idempotency-Key": "same" });
  const [first, second, repeat] = [await send(a.headers), await send(b.headers), await send(a.headers)];
  const [firstId, secondId, repeatId] = await Promise.all(
    [first, second, repeat].map(async (reply) => (await reply.json()).id),
  );
  assert.notEqual(firstId, secondId);
  assert.equal(repeatId, firstId);
});

Deno.test("a repeated POST /v1/keys makes no second key and shows none again", unwatched, async () => {
  await using app = await createTestApp({ bank });
  const admin = await keyFor(app, "admin");
  const headers = { ...admin.headers, "Idempotency-Key": "once" };
  const body = { name: "course", scopes: ["grade"] };
  const { key } = await (await app.request("POST", "/v1/keys", body, headers)).json();
  const repeat = await app.request("POST", "/v1/keys", body, headers);
  assert.equal(repeat.status, 409);
  problemSchema.parse(await repeat.json());
  assert.equal((await app.services.keys.list()).length, 2);
  assert.ok(!JSON.stringify(await app.sql("SELECT * FROM idempotency_keys")).includes(key));
});

Deno.test.each([
  ["no name", { scopes: ["grade"] }, "/name"],
  ["no scope", { name: "a", scopes: [] }, "/scopes"],
  ["an unknown scope", { name: "a", scopes: ["root"] }, "/scopes/0"],
  ["a scope twice", { name: "a", scopes: ["grade", "grade"] }, "/scopes"],
  ["an expiry that is no time", { name: "a", scopes: ["grade"], expiresAt: "soon" }, "/expiresAt"],
  ["an unknown field", { name: "a", scopes: ["grade"], rights: 1 }, "/rights"],
])("POST /v1/keys with %s answers 422 and makes no key", unwatched, async (_, body, pointer) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/keys", body);
  assert.equal(reply.status, 422);
  assert.deepEqual(problemSchema.parse(await reply.json()).errors?.map((fault) => fault.pointer), [pointer]);
  assert.equal(await app.services.keys.required(), false);
});

Deno.test("more requests than allowed answer 429 and say when to come again; other keys go on", unwatched, async () => {
  await using app = await createTestApp({ bank, requestsPerMinute: 2 });
  const [busy, calm] = [await keyFor(app, "grade"), await keyFor(app, "grade")];
  const get = (headers: Record<string, string>) => app.request("GET", "/v1/questions", undefined, headers);
  const first = await get(busy.headers);
  assert.equal(first.headers.get("RateLimit-Policy"), '"minute";q=2;w=60');
  assert.match(first.headers.get("RateLimit") ?? "", /^"minute";r=1;t=\d+$/);
  await get(busy.headers);
  const refused = await get(busy.headers);
  assert.equal(refused.status, 429);
  assert.match(refused.headers.get("Retry-After") ?? "", /^[1-9]\d?$/);
  problemSchema.parse(await refused.json());
  assert.equal((await get(calm.headers)).status, 200);
});

Deno.test("where keys are on the server answers for any host name", unwatched, async () => {
  await using app = await createTestApp({ bank });
  const { headers } = await keyFor(app, "grade");
  const reply = await app.request("GET", "/v1/questions", undefined, { ...headers, Host: "viva.example" });
  assert.equal(reply.status, 200);
});
