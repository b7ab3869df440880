import { type ReadingCache, type Spending, sumUsage, type Usage } from "../mod.ts";

/** What is spent, for as long as the process lives. */
export function spendingInMemory(): Spending {
  const spent = new Map<string, Usage>();
  const spentBy = (account: string) => spent.get(account) ?? sumUsage([]);
  return {
    spent: (account) => Promise.resolve(spentBy(account)),
    add(accounts, usage) {
      for (const account of accounts) spent.set(account, sumUsage([spentBy(account), usage]));
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
