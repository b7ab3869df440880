import type { Clock, GradingQueue, JobOutcome } from "../interview/mod.ts";
import { createFairLine, type FairLine } from "./fair_line.ts";

/** A kind of work with its own share of the machine. */
export type Lane = "text" | "coding";

/** How an embedded queue is built. */
export interface QueueOptions {
  /** Jobs that may run at the same time, per lane. */
  readonly atOnce: Readonly<Record<Lane, number>>;
  /** Jobs that may wait before the queue says that it is full. */
  readonly waitingMax: number;
  /** Jobs of one owner that may wait; as many as of all when left out. */
  readonly waitingPerOwnerMax?: number;
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

interface Known {
  readonly lane: Lane;
  readonly owner: string;
  readonly background: boolean;
  readonly cancelled: AbortController;
  attempt: number;
}

/**
 * Builds a queue. Within a lane the owners of jobs take turns, and each one's jobs run in the order of arrival, each at most once at
 * a time: nobody waits for more than one job of everybody else. Jobs in the background run while nobody waits in the foreground, and
 * leave one place of their lane free for who comes next.
 */
export function createQueue(options: QueueOptions): EmbeddedQueue {
  const waiting: Record<Lane, FairLine> = { text: createFairLine(), coding: createFairLine() };
  const behind: Record<Lane, FairLine> = { text: createFairLine(), coding: createFairLine() };
  const running: Record<Lane, Set<string>> = { text: new Set(), coding: new Set() };
  const lineOf = ({ lane, background }: Known) => (background ? behind : waiting)[lane];
  const known = new Map<string, Known>();
  const retries = new AbortController();
  const aborts = new AbortController();
  let closed = false;
  let onIdle: (() => void)[] = [];

  const settle = () => {
    if (known.size > 0 && !(closed && running.text.size + running.coding.size === 0)) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };
  const forget = (id: string) => {
    known.delete(id);
    settle();
  };
  // A job that waits for nothing (the database answers at once, the offline grader only computes) would start the next one before
  // anybody else's turn comes: so where jobs wait, each begins with a turn of the event loop of its own.
  let turns: Promise<void> = Promise.resolve();
  const nextTurn = (pauseMs: number): Promise<void> => turns = turns.then(() => options.clock.sleep(pauseMs));
  const work = async (id: string, job: Known): Promise<void> => {
    const { lane, owner, cancelled } = job;
    running[lane].add(id);
    if (job.background || waiting[lane].size > 0) await nextTurn(job.background ? backgroundPauseMs : 0);
    const signal = AbortSignal.any([aborts.signal, cancelled.signal]);
    job.attempt++;
    let outcome: JobOutcome;
    try {
      outcome = await options.run(id, { signal, attempt: job.attempt });
    } catch (error) {
      options.onFault(id, error);
      // A fault of what surrounds the work is no attempt at it.
      job.attempt--;
      outcome = { kind: "retry", afterMs: faultRetryMs };
    }
    running[lane].delete(id);
    pump(lane);
    if (outcome.kind === "retry" && !cancelled.signal.aborted) {
      settle();
      await options.clock.sleep(outcome.afterMs, AbortSignal.any([retries.signal, cancelled.signal]));
      if (!closed && !cancelled.signal.aborted) {
        lineOf(job).push(id, owner);
        return pump(lane);
      }
    }
    forget(id);
  };
  const hasRoomBehind = (lane: Lane): boolean => {
    const inBackground = [...running[lane]].filter((id) => known.get(id)?.background).length;
    return inBackground < Math.max(1, options.atOnce[lane] - 1);
  };
  const pump = (lane: Lane): void => {
    while (!closed && running[lane].size < options.atOnce[lane]) {
      const id = waiting[lane].shift() ?? (hasRoomBehind(lane) ? behind[lane].shift() : undefined);
      if (id === undefined) return;
      void work(id, known.get(id)!);
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
  const size = () => ({
    waiting: waiting.text.size + waiting.coding.size + behind.text.size + behind.coding.size,
    running: running.text.size + running.coding.size,
  });
  return {
    enqueue({ id, lane, owner, background = false }) {
      if (closed || known.has(id)) return;
      const job: Known = { lane, owner, background, cancelled: new AbortController(), attempt: 0 };
      known.set(id, job);
      lineOf(job).push(id, owner);
      pump(lane);
    },
    cancel(id) {
      const job = known.get(id);
      if (!job) return;
      job.cancelled.abort();
      if (lineOf(job).remove(id)) forget(id);
    },
    isRunning: (id) => running.text.has(id) || running.coding.has(id),
    isFullFor(owner) {
      const own = waiting.text.sizeOf(owner) + waiting.coding.sizeOf(owner);
      return waiting.text.size + waiting.coding.size >= options.waitingMax ||
        own >= (options.waitingPerOwnerMax ?? options.waitingMax);
    },
    get size() {
      return size();
    },
    idle,
    close,
    [Symbol.asyncDispose]: () => close(0),
  };
}

const faultRetryMs = 2_000;
/** Before a job in the background: long enough for a request that has come in to get all its turns. */
const backgroundPauseMs = 5;
