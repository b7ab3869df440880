import assert from "node:assert/strict";
import { budget } from "./budget.ts";

const call = { inputTokens: 100, outputTokens: 50, reasoningTokens: 20 };

Deno.test("budget refuses once a cap is reached and starts anew each day", () => {
  let day = "2026-01-01";
  const spent = budget({ prices: { input: 1e4, output: 1e4 }, dailyMax: { costUsd: 2 }, today: () => day });
  spent.check();
  spent.add(call);
  spent.check();
  spent.add(call);
  assert.throws(() => spent.check(), { name: "ModelOutage", message: /300 tokens and 3.00 USD are spent today/ });
  day = "2026-01-02";
  spent.check();
});

Deno.test("budget prices input and output tokens per million", () => {
  const { priced } = budget({ prices: { input: 2, output: 8 }, dailyMax: {} });
  assert.deepEqual(priced([call, call]), { inputTokens: 200, outputTokens: 100, reasoningTokens: 40, costUsd: 0.0012 });
});
