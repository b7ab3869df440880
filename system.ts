import type { Clock, Ids } from "./interview/mod.ts";

/** This machine's time. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done);
    }),
};

/** Ids that nobody can guess. */
export const randomIds: Ids = { next: (prefix) => `${prefix}_${crypto.randomUUID().replaceAll("-", "")}` };
