import { type Sandbox, SandboxFault, type SandboxJob, type SandboxRun } from "../mod.ts";
import { chooseTier } from "./choose_tier.ts";
import { fillCodeCache } from "./fill_code_cache.ts";
import { createGate } from "./gate.ts";
import { linesBefore, sourceUrl } from "./guest/fault_of.ts";
import { findGpuDrivers, type GpuDrivers } from "./gpu_drivers.ts";
import { createPool, untilReady, usualMemoryMiB } from "./pool.ts";
import { proveTier } from "./prove_tier.ts";
import { startSession } from "./session.ts";
import type { Tier } from "./tier.ts";
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
  /** Whether jobs that ask for WebGPU get it, in the jail, through a software Vulkan driver. Off when left out: they run on wasm. */
  readonly webgpu?: boolean;
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
  const gpu = options.webgpu ? await proveGpu(tier) : undefined;
  const gate = createGate({ concurrency: options.concurrency ?? 2, waitingMax: options.waitingMax ?? 64 });
  const pool = createPool(tier, {
    spares: options.spares ?? 1,
    cache: await fillCodeCache(tier, options.directory),
  });
  // A child with a driver is started for its job: few ask for one, and it holds several times the memory.
  const gpuPool = gpu?.drivers && createPool(tier, { spares: 0, gpu: gpu.drivers });
  const backendFor = (wanted: SandboxJob["backend"]) => wanted === "webgpu" && !gpuPool ? "wasm" : wanted;
  const closed = new AbortController();

  const attempt = async (job: SandboxJob, runOptions: RunJobOptions): Promise<SandboxRun> => {
    const from = job.backend === "webgpu" && gpuPool ? gpuPool : pool;
    const session = await from.take(job.limits.memoryMiB, runOptions.signal);
    try {
      return withOwnPlaces(await runJob(session, job, runOptions), tier.directory);
    } finally {
      await session.ending;
      pool.refill();
    }
  };

  return {
    tier: tier.name,
    reason: gpu ? `${reason}; ${gpu.reason}` : reason,
    async run(wanted, runOptions = {}) {
      const job = { ...wanted, probes: () => wanted.probes(), backend: backendFor(wanted.backend) };
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
      await Promise.all([pool.close(), gpuPool?.close()]);
    },
  };
}

/** Whether the tier holds, and WebGPU runs in it, when a driver is there. */
async function proveGpu(tier: Tier): Promise<{ readonly drivers?: GpuDrivers; readonly reason: string }> {
  const no = (why: string) => ({ reason: `no WebGPU: ${why}` });
  if (tier.name !== "jail") return no(`the tier is ${tier.name}, expected jail`);
  const drivers = await findGpuDrivers();
  if (!drivers) return no("no software Vulkan driver is installed, expected mesa-vulkan-drivers");
  try {
    await proveTier(tier, drivers);
    const session = startSession(tier, { memoryMiB: usualMemoryMiB, gpu: drivers });
    try {
      await untilReady(session);
    } finally {
      session.kill();
      await session.ending;
    }
    return { drivers, reason: "WebGPU through a software Vulkan driver" };
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
}

function sandboxWithoutTier(reason: string): ClosableSandbox {
  const fault = new SandboxFault(`Cannot run code here: ${reason}`);
  return { tier: "none", reason, run: () => Promise.reject(fault), close: () => Promise.resolve() };
}

function runThatNeverStarted(job: SandboxJob, message: string): SandboxRun {
  const nothing = { durationMs: 0, peakMemoryMiB: 0, stdout: "", stderr: "", results: [] };
  return { status: "compile-error", backend: job.backend, ...nothing, error: { message } };
}

const ownFrame = new RegExp(`${RegExp.escape(sourceUrl)}, <anonymous>:(\\d+)`, "g");

/**
 * Printed stack traces with the lines of the submission as its author counts them. They also name the bundles; where those lie on
 * this machine is nobody's business.
 */
function withOwnPlaces(run: SandboxRun, directory: string): SandboxRun {
  const clean = (text: string) =>
    text.replaceAll(directory, "/sandbox")
      .replace(ownFrame, (frame, line) => line > linesBefore ? `${sourceUrl}:${line - linesBefore}` : frame);
  return { ...run, stdout: clean(run.stdout), stderr: clean(run.stderr) };
}
