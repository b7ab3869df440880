import assert from "node:assert/strict";
import { budget } from "./budget.ts";
import { spendingInMemory } from "./in_memory.ts";

const call = { inputTokens: 100, outputTokens: 50, reasoningTokens: 20 };
const spent = { name: "BudgetSpent" };

Deno.test("budget refuses a call whose estimate would go over the day's cap, and starts anew each day", async () => {
  let day = "2026-01-01";
  const { reserve } = budget({
    prices: { input: 1e4, output: 1e4 },
    caps: { day: { costUsd: 3 } },
    spending: spendingInMemory(),
    model: "m",
    today: () => day,
  });
  for (let n = 0; n < 2; n++) await (await reserve({}, call)).settle(call);
  await assert.rejects(reserve({}, call), {
    ...spent,
    message: /the day would come to 450 tokens and 4.5000 USD, expected at most 3 USD/,
  });
  day = "2026-01-02";
  await reserve({}, call);
});

Deno.test("budget counts what is under way, so that calls made together cannot go over a cap", async () => {
  const { reserve } = budget({
    prices: null,
    caps: { day: { tokens: 300 } },
    spending: spendingInMemory(),
    model: "m",
    today: () => "2026-01-01",
  });
  const [first] = await Promise.all([reserve({}, call), reserve({}, call)]);
  await assert.rejects(reserve({}, call), spent);
  first.release();
  first.release();
  await reserve({}, call);
  await assert.rejects(reserve({}, call), spent);
});

Deno.test("budget counts what a call did use, not its estimate", async () => {
  const { reserve } = budget({
    prices: null,
    caps: { day: { tokens: 300 } },
    spending: spendingInMemory(),
    model: "m",
    today: () => "2026-01-01",
  });
  const small = { inputTokens: 10, outputTokens: 5, reasoningTokens: 5 };
  for (let n = 0; n < 10; n++) {
    const reservation = await reserve({}, call);
    await reservation.settle(small);
    reservation.release();
  }
  await reserve({}, call);
  await assert.rejects(reserve({}, call), spent);
});

Deno.test("budget holds a session and a key to caps of their own", async () => {
  let day = "2026-01-01";
  const { reserve } = budget({
    prices: null,
    caps: { session: { tokens: 200 }, key: { tokens: 400 } },
    spending: spendingInMemory(),
    model: "m",
    today: () => day,
  });
  const pay = async (sessionId: string) => await (await reserve({ sessionId, keyId: "key-1" }, call)).settle(call);
  await pay("one");
  await assert.rejects(pay("one"), { ...spent, message: /the session would come to 300 tokens/ });
  await pay("two");
  await assert.rejects(pay("three"), { ...spent, message: /the key's day would come to 450 tokens/ });
  day = "2026-01-02";
  await pay("three");
  await assert.rejects(pay("one"), spent);
});

Deno.test("budget prices input and output tokens per million; without prices the cost is 0", () => {
  const options = { caps: {}, spending: spendingInMemory(), model: "m", today: () => "2026-01-01" };
  const { priced } = budget({ ...options, prices: { input: 2, output: 8 } });
  assert.deepEqual(priced([call, call]), { inputTokens: 200, outputTokens: 100, reasoningTokens: 40, costUsd: 0.0012 });
  assert.equal(budget({ ...options, prices: null }).priced([call]).costUsd, 0);
});
