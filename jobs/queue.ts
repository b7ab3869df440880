import type { Clock, GradingQueue, JobOutcome } from "../interview/mod.ts";

/** A kind of work with its own share of the machine. */
export type Lane = "text" | "coding";

/** How an embedded queue is built. */
export interface QueueOptions {
  /** Jobs that may run at the same time, per lane. */
  readonly atOnce: Readonly<Record<Lane, number>>;
  /** Jobs that may wait before the queue says that it is full. */
  readonly waitingMax: number;
  /** Time, for retries and the grace at the end. */
  readonly clock: Clock;
  /** Works on one job. */
  run(jobId: string, options: { readonly signal: AbortSignal; readonly attempt: number }): Promise<JobOutcome>;
  /** Told of a job whose work threw; the job stays in the store and is found again by the next sweep. */
  onFault(jobId: string, error: unknown): void;
}

/** A queue within one process. What it holds is also in the store, so nothing is lost with the process. */
export interface EmbeddedQueue extends GradingQueue, AsyncDisposable {
  /** Jobs waiting and running. */
  readonly size: { readonly waiting: number; readonly running: number };
  /** Resolves when nothing waits or runs. */
  idle(): Promise<void>;
  /** Takes no more, lets what runs end for `graceMs`, then aborts it. */
  close(graceMs: number): Promise<void>;
}

/** Builds a queue; jobs run in the order of arrival within their lane, each at most once at a time. */
export function createQueue(options: QueueOptions): EmbeddedQueue {
  const waiting: Record<Lane, string[]> = { text: [], coding: [] };
  const running: Record<Lane, Set<string>> = { text: new Set(), coding: new Set() };
  const attempts = new Map<string, number>();
  const retries = new AbortController();
  const aborts = new AbortController();
  let closed = false;
  let onIdle: (() => void)[] = [];

  const settle = () => {
    if (attempts.size > 0 && !(closed && running.text.size + running.coding.size === 0)) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };
  const work = async (id: string, lane: Lane): Promise<void> => {
    running[lane].add(id);
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    let outcome: JobOutcome;
    try {
      outcome = await options.run(id, { signal: aborts.signal, attempt });
    } catch (error) {
      options.onFault(id, error);
      // A fault of what surrounds the work is no attempt at it.
      attempts.set(id, attempt - 1);
      outcome = { kind: "retry", afterMs: faultRetryMs };
    }
    running[lane].delete(id);
    pump(lane);
    if (outcome.kind === "retry") {
      settle();
      await options.clock.sleep(outcome.afterMs, retries.signal);
      if (!closed) {
        waiting[lane].push(id);
        return pump(lane);
      }
    }
    attempts.delete(id);
    settle();
  };
  const pump = (lane: Lane): void => {
    while (!closed && running[lane].size < options.atOnce[lane]) {
      const id = waiting[lane].shift();
      if (id === undefined) return;
      void work(id, lane);
    }
  };
  const idle = () =>
    new Promise<void>((resolve) => {
      onIdle.push(resolve);
      settle();
    });
  const close = async (graceMs: number) => {
    closed = true;
    retries.abort();
    const over = new AbortController();
    const done = idle().then(() => over.abort());
    await options.clock.sleep(graceMs, over.signal);
    aborts.abort();
    await done;
  };
  return {
    enqueue({ id, lane }) {
      if (closed || attempts.has(id)) return;
      attempts.set(id, 0);
      waiting[lane].push(id);
      pump(lane);
    },
    isRunning: (id) => running.text.has(id) || running.coding.has(id),
    get full() {
      return waiting.text.length + waiting.coding.length >= options.waitingMax;
    },
    get size() {
      return {
        waiting: waiting.text.length + waiting.coding.length,
        running: running.text.size + running.coding.size,
      };
    },
    idle,
    close,
    [Symbol.asyncDispose]: () => close(0),
  };
}

const faultRetryMs = 2_000;
