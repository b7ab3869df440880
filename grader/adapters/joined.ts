import { AnswerRefused, ModelOutage } from "../mod.ts";

/** Runs a thing once for all who ask for it while it is under way. */
export interface Joined<T> {
  /**
   * What `work` brings, or what the one of this key brings that is under way; `first` tells which.
   *
   * Those who wait share its outage. When it ends because of whoever began it (who left, or may spend no more), the next one
   * begins anew.
   */
  run(
    key: string,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<{ readonly value: T; readonly first: boolean }>;
}

/** Nothing is under way. */
export function joined<T>(): Joined<T> {
  const underWay = new Map<string, Promise<T>>();
  return {
    async run(key, work, signal) {
      for (let other = underWay.get(key); other; other = underWay.get(key)) {
        try {
          return { value: await unlessAborted(other, signal), first: false };
        } catch (error) {
          signal?.throwIfAborted();
          if (error instanceof ModelOutage || error instanceof AnswerRefused) throw error;
        }
      }
      const mine = work().finally(() => underWay.delete(key));
      underWay.set(key, mine);
      return { value: await mine, first: true };
    },
  };
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await promise;
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener("abort", leave, { once: true });
  try {
    return await Promise.race([promise, left.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
  }
}
