import assert from "node:assert/strict";
import type { RubricGrader } from "../../grader/mod.ts";
import { createOperationsStore, createSpending } from "../../store/mod.ts";
import { bankOf, freeText } from "../support/questions.ts";
import { createTestApp, patientClock } from "../support/services.ts";

const bank = bankOf(freeText());
const call = { inputTokens: 10, outputTokens: 5, reasoningTokens: 1, costUsd: 0.25 };

Deno.test("spending is told by day and by model, newest day first, from a day on", async () => {
  await using app = await createTestApp({ bank });
  const spending = createSpending(app.database, patientClock);
  await spending.add(["day:2027-01-30", "model:llama3:8b:2027-01-30"], call);
  await spending.add(["day:2027-01-31", "model:llama3:8b:2027-01-31"], call);
  await spending.add(["day:2027-01-31", "model:gpt:2027-01-31", "session:s", "key:k:2027-01-31"], call);
  const store = createOperationsStore(app.database);
  assert.deepEqual((await store.spendingByDay("2027-01-30")).map(({ day, costUsd }) => [day, costUsd]), [
    ["2027-01-31", 0.5],
    ["2027-01-30", 0.25],
  ]);
  assert.deepEqual((await store.spendingByModel("2027-01-31")).map(({ model, inputTokens }) => [model, inputTokens]), [
    ["gpt", 10],
    ["llama3:8b", 10],
  ]);
});

Deno.test("what could not be graded is told with its reason until something takes its place", async () => {
  const rubric: RubricGrader = { judge: () => Promise.reject(new Error("the lamp is broken")) };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const body = {
    questionId: "ft-one",
    answer: { kind: "free-text", text: "An answer that says something of its own." },
  };
  const reply = await app.request("POST", "/v1/grade", body);
  const { id } = await reply.json();
  const { ungradable } = createOperationsStore(app.database);
  const { items, total } = await ungradable(10);
  assert.deepEqual([total, items.map(({ id, reason }) => [id, reason])], [1, [[id, "the lamp is broken."]]]);
  await app.request("POST", `/v1/grades/${id}/override`, {
    criteria: [{ id: "light", verdict: "met" }, { id: "heavy", verdict: "met" }],
    reason: "Both are there.",
  });
  assert.deepEqual(await ungradable(10), { items: [], total: 0 });
});

Deno.test("the backlog tells how many answers wait and since when", async () => {
  const rubric: RubricGrader = {
    judge: (_question, _text, { signal } = {}) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  };
  await using app = await createTestApp({ bank, grading: { rubric } });
  const { backlog } = createOperationsStore(app.database);
  assert.deepEqual(await backlog(), { waiting: 0, since: null });
  const body = {
    questionId: "ft-one",
    answer: { kind: "free-text", text: "An answer that says something of its own." },
  };
  await app.request("POST", "/v1/grade", body, { Prefer: "respond-async" });
  const { waiting, since } = await backlog();
  assert.equal(waiting, 1);
  assert.ok(since !== null && since <= new Date().toISOString());
});
