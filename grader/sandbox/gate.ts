import { SandboxFault } from "../mod.ts";

/** Lets a few in at a time, in the order in which they came. */
export interface Gate {
  /**
   * Waits for a place; the result gives it back.
   *
   * @throws {SandboxFault} when too many wait already; the signal's reason when it is aborted.
   */
  enter(signal: AbortSignal): Promise<() => void>;
}

/** A gate with `concurrency` places and room for `waitingMax` to wait. */
export function createGate(options: { readonly concurrency: number; readonly waitingMax: number }): Gate {
  let free = options.concurrency;
  const waiting = new Set<() => void>();
  const leaveOnce = () => {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      const [next] = waiting;
      if (next) next();
      else free++;
    };
  };
  return {
    async enter(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free--;
        return leaveOnce();
      }
      if (waiting.size >= options.waitingMax) {
        throw new SandboxFault(`Cannot run the code: ${waiting.size} runs are waiting, expected fewer`);
      }
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const admit = () => {
        waiting.delete(admit);
        resolve(leaveOnce());
      };
      const giveUp = () => {
        if (waiting.delete(admit)) reject(signal.reason);
      };
      waiting.add(admit);
      signal.addEventListener("abort", giveUp);
      try {
        return await promise;
      } finally {
        signal.removeEventListener("abort", giveUp);
      }
    },
  };
}
