import { type Sandbox, SandboxFault, type SandboxJob, type SandboxRun } from "../mod.ts";
import { chooseTier } from "./choose_tier.ts";
import { fillCodeCache } from "./fill_code_cache.ts";
import { createGate } from "./gate.ts";
import { createPool } from "./pool.ts";
import { runJob, type RunJobOptions, tooLong } from "./run_job.ts";

/** Options of {@link createSandbox}. */
export interface SandboxOptions {
  /** Where the guest's bundles are: the result of `buildSandbox`. */
  readonly directory: string;
  /** The only tier to try; "limits-only" is taken only when it is named here. The best one that holds when left out. */
  readonly tier?: Exclude<Sandbox["tier"], "none">;
  /** Runs at the same time; 2 when left out. */
  readonly concurrency?: number;
  /** Runs that may wait for their turn; 64 when left out. */
  readonly waitingMax?: number;
  /** Children kept ready; 1 when left out. */
  readonly spares?: number;
}

/** A {@link Sandbox} with processes to end. */
export interface ClosableSandbox extends Sandbox {
  /** Ends all children; runs in progress reject. */
  close(): Promise<void>;
}

const attempts = 2;

/**
 * Chooses the best tier that can be proven on this machine and keeps a child ready in it.
 *
 * Each run gets a child of its own, never used before or after. Where no tier holds, `tier` is "none" and every run rejects with a
 * {@link SandboxFault} that says why. A run that fails by the sandbox's own fault is repeated once; its results are then reported
 * anew.
 */
export async function createSandbox(options: SandboxOptions): Promise<ClosableSandbox> {
  const { tier, reason } = await chooseTier(options.directory, options.tier ? { only: options.tier } : {});
  if (!tier) return sandboxWithoutTier(reason);
  const gate = createGate({ concurrency: options.concurrency ?? 2, waitingMax: options.waitingMax ?? 64 });
  const pool = createPool(tier, {
    spares: options.spares ?? 1,
    cache: await fillCodeCache(tier, options.directory),
  });
  const closed = new AbortController();

  const attempt = async (job: SandboxJob, runOptions: RunJobOptions): Promise<SandboxRun> => {
    const session = await pool.take(job.limits.memoryMiB, runOptions.signal);
    try {
      return withoutPaths(await runJob(session, job, runOptions), tier.directory);
    } finally {
      await session.ending;
      pool.refill();
    }
  };

  return {
    tier: tier.name,
    reason,
    async run(job, runOptions = {}) {
      const fault = tooLong(job.source);
      if (fault) return runThatNeverStarted(job, fault.message);
      const signal = AbortSignal.any([closed.signal, ...runOptions.signal ? [runOptions.signal] : []]);
      const leave = await gate.enter(signal);
      try {
        for (let count = 1;; count++) {
          try {
            return await attempt(job, { ...runOptions, signal });
          } catch (error) {
            if (!(error instanceof SandboxFault) || count >= attempts) throw error;
          }
        }
      } finally {
        leave();
      }
    },
    async close() {
      closed.abort(new SandboxFault("Cannot run the code: the sandbox has been closed"));
      await pool.close();
    },
  };
}

function sandboxWithoutTier(reason: string): ClosableSandbox {
  const fault = new SandboxFault(`Cannot run code here: ${reason}`);
  return { tier: "none", reason, run: () => Promise.reject(fault), close: () => Promise.resolve() };
}

function runThatNeverStarted(job: SandboxJob, message: string): SandboxRun {
  const backend = job.backend === "cpu" ? "cpu" : "wasm";
  const nothing = { durationMs: 0, peakMemoryMiB: 0, stdout: "", stderr: "", results: [] };
  return { status: "compile-error", backend, ...nothing, error: { message } };
}

/** Stack traces name the bundles; where those lie on this machine is nobody's business. */
function withoutPaths(run: SandboxRun, directory: string): SandboxRun {
  const clean = (text: string) => text.replaceAll(directory, "/sandbox");
  return { ...run, stdout: clean(run.stdout), stderr: clean(run.stderr) };
}
