import { SandboxFault } from "../mod.ts";
import type { GpuDrivers } from "./gpu_drivers.ts";
import { type Session, startSession } from "./session.ts";
import type { Tier } from "./tier.ts";

/** Children that have loaded everything and wait for a job. */
export interface Pool {
  /**
   * A child that is ready: a spare one where its memory limit fits, otherwise a new one.
   *
   * @throws {SandboxFault} when it does not get ready.
   */
  take(memoryMiB: number, signal?: AbortSignal): Promise<Session>;
  /** Brings the number of spares up, with the memory that was asked for last; others are ended. */
  refill(): void;
  /** Ends all spares. */
  close(): Promise<void>;
}

/** Options of {@link createPool}. */
export interface PoolOptions {
  readonly spares: number;
  /** Folder with compiled code. */
  readonly cache?: string | undefined;
  /** The Vulkan driver of children whose realm runs on WebGPU. */
  readonly gpu?: GpuDrivers;
}

interface Spare {
  readonly memoryMiB: number;
  readonly session: Session;
}

/** What questions usually ask for; spares are started for it. */
export const usualMemoryMiB = 1024;
const readyMsMax = 20_000;

/** A pool that starts with its spares on the way. */
export function createPool(tier: Tier, options: PoolOptions): Pool {
  let spares: Spare[] = [];
  let memoryMiB = usualMemoryMiB;
  let isClosed = false;
  const dropped = new Set<Promise<unknown>>();

  const start = (memoryMiB: number) =>
    startSession(tier, {
      memoryMiB,
      ...options.cache && { cache: { folder: options.cache, fills: false } },
      ...options.gpu && { gpu: options.gpu },
    });
  const pool: Pool = {
    async take(wanted, signal) {
      spares = spares.filter(({ session }) => session.isAlive);
      const index = spares.findIndex((spare) => spare.memoryMiB === wanted);
      const session = index >= 0 ? spares.splice(index, 1)[0]!.session : start(wanted);
      session.setRef(true);
      memoryMiB = wanted;
      await untilReady(session, signal);
      return session;
    },
    refill() {
      const unfit = spares.filter((spare) => spare.memoryMiB !== memoryMiB);
      for (const { session } of unfit) {
        session.kill();
        dropped.add(session.ending);
        session.ending.finally(() => dropped.delete(session.ending));
      }
      spares = spares.filter((spare) => spare.session.isAlive && !unfit.includes(spare));
      while (!isClosed && spares.length < options.spares) {
        const session = start(memoryMiB);
        // A server that has nothing else to do may end; its spare children then do too.
        session.setRef(false);
        spares.push({ memoryMiB, session });
      }
    },
    async close() {
      isClosed = true;
      for (const { session } of spares) {
        session.setRef(true);
        session.kill();
      }
      await Promise.all([...dropped, ...spares.map(({ session }) => session.ending)]);
    },
  };
  pool.refill();
  return pool;
}

/** @throws {SandboxFault} when it does not report "ready". */
export async function untilReady(session: Session, signal?: AbortSignal): Promise<void> {
  const timer = setTimeout(session.kill, readyMsMax);
  signal?.addEventListener("abort", session.kill);
  try {
    const report = await session.next();
    signal?.throwIfAborted();
    if (report?.kind === "ready") return;
    session.kill();
    const ending = await session.ending;
    const said = session.stderr.text().trim().split("\n").at(0)?.slice(0, 300);
    const state = ending.kind === "exited" ? `it ended with code ${ending.code}` : `it was ${ending.kind}`;
    throw new SandboxFault(`Cannot start a child: ${state}${said ? ` (${said})` : ""}, expected it to get ready`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", session.kill);
  }
}
