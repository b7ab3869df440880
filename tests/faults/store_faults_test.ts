import assert from "node:assert/strict";
import { createClient } from "@libsql/client";
import { problemSchema, sessionSchema } from "../../routes/schemas.ts";
import { bankOf, freeText } from "../support/questions.ts";
import { createTestApp, type TestApp } from "../support/services.ts";

const bank = bankOf(freeText());
const answer = { type: "answer", answer: { kind: "free-text", text: "light and heavy" } };

async function started(app: TestApp): Promise<string> {
  const reply = await app.request("POST", "/v1/sessions", { mode: "practice" });
  return sessionSchema.parse(await reply.json()).id;
}

Deno.test("a locked database answers 503, keeps the session as it was, and takes the same turn afterwards", async () => {
  await using app = await createTestApp({ bank });
  const id = await started(app);
  const other = createClient({ url: `file:${app.databasePath}` });
  const lock = await other.transaction("write");
  const send = () =>
    app.request("POST", `/v1/sessions/${id}/turns`, answer, { "Idempotency-Key": "same", Prefer: "wait=30" });
  const refused = await send();
  assert.equal(refused.status, 503);
  assert.ok(Number(refused.headers.get("Retry-After")) > 0);
  assert.equal(problemSchema.parse(await refused.json()).type, "/problems/store-unavailable");
  const meanwhile = await app.request("GET", `/v1/sessions/${id}`);
  assert.equal(sessionSchema.parse(await meanwhile.json()).state, "awaiting-answer");

  await lock.rollback();
  other.close();
  const taken = sessionSchema.parse(await (await send()).json());
  assert.equal(taken.transcript.filter(({ kind }) => kind === "answer").length, 1);
  assert.equal(taken.state, "finished");
});

Deno.test("a full disk answers 503 and the turn is taken once there is room", async () => {
  await using app = await createTestApp({ bank });
  const id = await started(app);
  const limit = (pages: number) => app.database.write((tx) => tx.run(`PRAGMA max_page_count = ${pages}`));
  await limit(1);
  const long = { type: "answer", answer: { kind: "free-text", text: `light and heavy ${"word ".repeat(1_500)}` } };
  const refused = await app.request("POST", `/v1/sessions/${id}/turns`, long);
  assert.equal(refused.status, 503);
  problemSchema.parse(await refused.json());
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM turns"), [{ n: 0 }]);

  await limit(100_000);
  const taken = await app.request("POST", `/v1/sessions/${id}/turns`, long, { Prefer: "wait=30" });
  assert.equal(sessionSchema.parse(await taken.json()).state, "finished");
});

Deno.test("a grade that cannot be stored is made again later, and only once", async () => {
  await using app = await createTestApp({ bank });
  const id = await started(app);
  await app.sql("CREATE TRIGGER full BEFORE INSERT ON grades BEGIN SELECT RAISE(ABORT, 'no room'); END");
  const reply = await app.request("POST", `/v1/sessions/${id}/turns`, answer);
  assert.equal(reply.status, 202);
  while (app.errors.length === 0) await new Promise((resolve) => setTimeout(resolve));
  await app.sql("DROP TRIGGER full");
  await app.queue.idle();
  const session = sessionSchema.parse(await (await app.request("GET", `/v1/sessions/${id}`)).json());
  assert.equal(session.state, "finished");
  assert.deepEqual(await app.sql("SELECT count(*) AS n FROM grades"), [{ n: 1 }]);
});
