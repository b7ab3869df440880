import type { ReadingCache, Spending, Usage } from "../mod.ts";

/** What is spent, for as long as the process lives. */
export function spendingInMemory(): Spending {
  const spent = new Map<string, Usage>();
  const nothing: Usage = { inputTokens: 0, outputTokens: 0, reasoningTokens: 0, costUsd: 0 };
  return {
    spent: (account) => Promise.resolve(spent.get(account) ?? nothing),
    add(accounts, usage) {
      for (const account of accounts) {
        const before = spent.get(account) ?? nothing;
        spent.set(account, {
          inputTokens: before.inputTokens + usage.inputTokens,
          outputTokens: before.outputTokens + usage.outputTokens,
          reasoningTokens: before.reasoningTokens + usage.reasoningTokens,
          costUsd: before.costUsd + usage.costUsd,
        });
      }
      return Promise.resolve();
    },
  };
}

/** Readings for as long as the process lives, the oldest forgotten first. */
export function cacheInMemory(size: number): ReadingCache {
  const readings = new Map<string, string>();
  return {
    get: (key) => Promise.resolve(readings.get(key) ?? null),
    put({ key, reading }) {
      readings.set(key, reading);
      if (readings.size > size) readings.delete(readings.keys().next().value ?? "");
      return Promise.resolve();
    },
  };
}
