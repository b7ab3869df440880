import assert from "node:assert/strict";
import { bankOf, freeText } from "../tests/support/questions.ts";
import { createTestApp, patientClock } from "../tests/support/services.ts";
import { createReadingStore } from "./model_store.ts";
import { eraseBefore } from "./retention.ts";

Deno.test("eraseBefore() takes old interviews and answers away with all that is derived, and leaves newer ones", async () => {
  let now = new Date("2027-01-01T00:00:00Z");
  await using app = await createTestApp({ bank: bankOf(freeText()), clock: { ...patientClock, now: () => now } });
  const answer = { kind: "free-text", text: "An old secret with the light point." };
  const interview = async () => {
    const { id } = await (await app.request("POST", "/v1/sessions", { mode: "practice" })).json();
    await app.request("POST", `/v1/sessions/${id}/turns`, { type: "answer", answer }, { Prefer: "wait=30" });
    await app.request("POST", `/v1/sessions/${id}/turns`, { type: "end" });
    return id;
  };
  const old = await interview();
  await app.request("POST", "/v1/grade", { questionId: "ft-one", answer });
  now = new Date("2027-03-01T00:00:00Z");
  answer.text = "A new one with the heavy point.";
  const fresh = await interview();
  assert.equal(await eraseBefore(app.database, "2027-02-01T00:00:00.000Z"), 2);
  assert.equal((await app.request("GET", `/v1/sessions/${old}`)).status, 404);
  assert.equal((await app.request("GET", `/v1/sessions/${fresh}`)).status, 200);
  for (const table of ["sessions", "turns", "events", "grades", "jobs"]) {
    const rows = await app.sql(`SELECT * FROM ${table}`);
    assert.ok(rows.length > 0 && !/old secret/.test(JSON.stringify(rows)), table);
  }
  assert.equal(await eraseBefore(app.database, "2027-02-01T00:00:00.000Z"), 0);
});

Deno.test("eraseBefore() takes old batches, appeals of answers without an interview, and readings away", async () => {
  let now = new Date("2027-01-01T00:00:00Z");
  await using app = await createTestApp({ bank: bankOf(freeText()), clock: { ...patientClock, now: () => now } });
  const readings = createReadingStore(app.database, { now: () => now });
  const leave = async (when: string) => {
    now = new Date(when);
    const sent = { questionId: "ft-one", answer: { kind: "free-text", text: `Sent on ${when} with the light point.` } };
    await app.request("POST", "/v1/batches", `${JSON.stringify(sent)}\n{`, { "Content-Type": "application/jsonl" });
    const { id } = await (await app.request("POST", "/v1/grade", sent)).json();
    await app.request("POST", `/v1/grades/${id}/appeals`, { criterionId: "heavy", reason: `So I said on ${when}.` });
    await app.queue.idle();
    await readings.put({ key: when, answer: sent.answer.text, reading: `{"raw": "${when}"}` });
  };
  await leave("2027-01-01T00:00:00Z");
  await leave("2027-03-01T00:00:00Z");
  await eraseBefore(app.database, "2027-02-01T00:00:00.000Z");
  for (const table of ["batches", "batch_lines", "appeals", "readings", "jobs", "grades"]) {
    const rows = await app.sql(`SELECT * FROM ${table}`);
    assert.ok(rows.length > 0 && !/2027-01-01/.test(JSON.stringify(rows)), table);
  }
  assert.equal((await app.sql("SELECT * FROM batch_lines")).length, 2);
});

Deno.test("eraseBefore() takes an old answer away with all that has replaced its grade since, and what is said of it", async () => {
  let now = new Date("2027-01-01T00:00:00Z");
  await using app = await createTestApp({ bank: bankOf(freeText()), clock: { ...patientClock, now: () => now } });
  const readings = createReadingStore(app.database, { now: () => now });
  const text = "An old secret with the light point.";
  const sent = { questionId: "ft-one", answer: { kind: "free-text", text } };
  const { id } = await (await app.request("POST", "/v1/grade", sent)).json();
  now = new Date("2027-03-01T00:00:00Z");
  const criteria = [{ id: "heavy", verdict: "met" as const, quote: "secret" }];
  const decided = await app.interview.override(id, { criteria, reason: "The secret is it." }, null);
  const back = await app.interview.takeBack(decided.id, null);
  await app.request("POST", `/v1/grades/${back.id}/appeals`, { criterionId: "heavy", reason: "My secret is there." });
  await app.queue.idle();
  await readings.put({ key: "key", answer: text, reading: "Of the secret." });
  const fresh = { ...sent, answer: { kind: "free-text", text: "A new one with the heavy point." } };
  const { id: freshId } = await (await app.request("POST", "/v1/grade", fresh)).json();
  await app.interview.override(freshId, { criteria: [{ id: "light", verdict: "met" }], reason: "Yes." }, null);
  assert.equal(await eraseBefore(app.database, "2027-02-01T00:00:00.000Z"), 1);
  for (const [table, left] of [["grades", 2], ["jobs", 2], ["appeals", 0], ["readings", 0]] as const) {
    const rows = await app.sql(`SELECT * FROM ${table}`);
    assert.ok(!/secret/.test(JSON.stringify(rows)), table);
    assert.equal(rows.length, left, table);
  }
});
