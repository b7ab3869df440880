import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import { problemSchema } from "../../routes/schemas.ts";
import { bankOf, multipleChoice } from "../support/questions.ts";
import { createTestApp, patientClock, type TestApp } from "../support/services.ts";

const bank = bankOf(multipleChoice());
const answer = { kind: "multiple-choice", choices: ["b"] };

/** A receiver that checks every signature as the specification's own library does. */
function receiver() {
  const received: { readonly type: string; readonly data: Record<string, unknown> }[] = [];
  const secrets: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const body = await request.text();
    const headers = Object.fromEntries(request.headers);
    const verified = secrets.some((secret) => {
      try {
        new Webhook(secret).verify(body, headers);
        return true;
      } catch {
        return false;
      }
    });
    if (!verified) return new Response(null, { status: 401 });
    received.push(JSON.parse(body));
    return new Response(null, { status: 204 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/hook`,
    received,
    secrets,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function register(app: TestApp, url: string, headers: Record<string, string> = {}) {
  const reply = await app.request(
    "POST",
    "/v1/webhooks",
    { url, events: ["grade.created", "session.finished"] },
    headers,
  );
  assert.equal(reply.status, 201, await reply.clone().text());
  return await reply.json();
}

const take = (app: TestApp, id: string, body: unknown) =>
  app.request("POST", `/v1/sessions/${id}/turns`, body, { Prefer: "wait=30" });

Deno.test("a webhook tells nothing more once the key that it was made with is revoked or has expired", {
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  await using hook = receiver();
  let now = new Date();
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
  await using app = await createTestApp({
    bank,
    webhooksAnywhere: true,
    clock: { ...patientClock, now: () => now },
  });
  const bearer = ({ key }: { key: string }) => ({ Authorization: `Bearer ${key}` });
  const lost = await app.services.keys.create({ name: "lost", scopes: ["admin"] });
  const expiring = await app.services.keys.create({
    name: "expiring",
    scopes: ["admin"],
    expiresAt: inDays(1).toISOString(),
  });
  const good = bearer(await app.services.keys.create({ name: "good", scopes: ["admin"] }));
  for (const key of [lost, expiring]) hook.secrets.push((await register(app, hook.url, bearer(key))).secret);
  const graded = () => app.request("POST", "/v1/grade", { questionId: "mcq-one", answer }, good);
  await graded();
  await app.deliverer.deliver();
  assert.equal(hook.received.length, 2);
  await graded();
  await app.services.keys.revoke(lost.apiKey.id);
  await app.deliverer.deliver();
  assert.equal(hook.received.length, 3, "what waited for the revoked key's webhook is not told");
  now = inDays(2);
  await graded();
  await app.deliverer.deliver();
  assert.equal(hook.received.length, 3);
});

Deno.test("one owner has 20 webhooks at most", async () => {
  await using app = await createTestApp({ bank });
  for (let n = 0; n < 20; n++) await register(app, "https://example.com/hook");
  const wish = { url: "https://example.com/hook", events: ["grade.created"] };
  const refused = await app.request("POST", "/v1/webhooks", wish);
  assert.equal(refused.status, 409);
  problemSchema.parse(await refused.json());
});

Deno.test("grades and ends of interviews are told, signed, once", async () => {
  await using hook = receiver();
  await using app = await createTestApp({ bank, webhooksAnywhere: true });
  hook.secrets.push((await register(app, hook.url)).secret);
  const grade = await (await app.request("POST", "/v1/grade", { questionId: "mcq-one", answer })).json();
  const { id } = await (await app.request("POST", "/v1/sessions", { mode: "practice", learner: "ada" })).json();
  await take(app, id, { type: "answer", answer });
  await app.deliverer.deliver();
  assert.deepEqual(hook.received.map(({ type }) => type).sort(), [
    "grade.created",
    "grade.created",
    "session.finished",
  ]);
  assert.ok(hook.received.some(({ data }) => data.id === grade.id && data.outcome === "correct"));
  const finished = hook.received.find(({ type }) => type === "session.finished")!;
  assert.deepEqual([finished.data.sessionId, finished.data.score, finished.data.finished], [id, 1, true]);
  await app.deliverer.deliver();
  assert.equal(hook.received.length, 3);
});

Deno.test("a mock interview's grades are told when it ends, each once", async () => {
  const two = bankOf(multipleChoice(), multipleChoice({ id: "mcq-two" }));
  await using hook = receiver();
  await using app = await createTestApp({ bank: two, webhooksAnywhere: true });
  hook.secrets.push((await register(app, hook.url)).secret);
  const { id } = await (await app.request("POST", "/v1/sessions", { mode: "mock", length: 2 })).json();
  await take(app, id, { type: "answer", answer });
  await app.deliverer.deliver();
  assert.equal(hook.received.length, 0);
  await take(app, id, { type: "answer", answer });
  await app.deliverer.deliver();
  const told = hook.received.filter(({ type }) => type === "grade.created").map(({ data }) => data.questionId);
  assert.deepEqual(told.toSorted(), ["mcq-one", "mcq-two"]);
});

Deno.test("a key's webhook is told of what was made with this key alone", {
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  await using hook = receiver();
  await using app = await createTestApp({ bank, webhooksAnywhere: true });
  const headersOf = async () => ({
    Authorization: `Bearer ${(await app.services.keys.create({ name: "a", scopes: ["grade"] })).key}`,
  });
  const [mine, other] = [await headersOf(), await headersOf()];
  const webhook = await register(app, hook.url, mine);
  hook.secrets.push(webhook.secret);
  const graded = async (headers: Record<string, string>) =>
    (await (await app.request("POST", "/v1/grade", { questionId: "mcq-one", answer }, headers)).json()).id;
  const [own] = [await graded(mine), await graded(other)];
  await app.deliverer.deliver();
  assert.deepEqual(hook.received.map(({ data }) => data.id), [own]);
  assert.deepEqual(await (await app.request("GET", "/v1/webhooks", undefined, other)).json(), { items: [] });
  assert.equal((await app.request("DELETE", `/v1/webhooks/${webhook.id}`, undefined, other)).status, 404);
  assert.equal((await app.request("DELETE", `/v1/webhooks/${webhook.id}`, undefined, mine)).status, 204);
  await graded(mine);
  await app.deliverer.deliver();
  assert.equal(hook.received.length, 1);
});

Deno.test("what was erased before it was told is not told", async () => {
  await using hook = receiver();
  await using app = await createTestApp({ bank, webhooksAnywhere: true });
  hook.secrets.push((await register(app, hook.url)).secret);
  const { id } = await (await app.request("POST", "/v1/sessions", { mode: "practice" })).json();
  await take(app, id, { type: "answer", answer });
  await app.request("DELETE", `/v1/sessions/${id}`);
  await app.deliverer.deliver();
  assert.equal(hook.received.length, 0);
  assert.deepEqual(await app.sql("SELECT id FROM webhook_deliveries"), []);
});

Deno.test.each([
  ["an address of this machine", { url: "https://127.0.0.1/", events: ["grade.created"] }, "/url"],
  ["plain http", { url: "http://example.com/", events: ["grade.created"] }, "/url"],
  ["no URL", { url: "hook", events: ["grade.created"] }, "/url"],
  ["no events", { url: "https://example.com/", events: [] }, "/events"],
  ["an unknown event", { url: "https://example.com/", events: ["all"] }, "/events/0"],
])("POST /v1/webhooks with %s answers 422 and registers nothing", async (_, body, pointer) => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/webhooks", body);
  assert.equal(reply.status, 422);
  assert.deepEqual(problemSchema.parse(await reply.json()).errors?.map((fault) => fault.pointer), [pointer]);
  assert.deepEqual(await app.sql("SELECT id FROM webhooks"), []);
});

Deno.test("the secret of a webhook is shown once", async () => {
  await using app = await createTestApp({ bank });
  const reply = await app.request("POST", "/v1/webhooks", { url: "https://example.com/", events: ["grade.created"] });
  const { secret } = await reply.json();
  assert.match(secret, /^whsec_/);
  assert.ok(!(await (await app.request("GET", "/v1/webhooks")).text()).includes(secret));
});
