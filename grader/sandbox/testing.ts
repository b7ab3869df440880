import type { ProbeResult, SandboxJob, SandboxProbe, SandboxRun } from "../mod.ts";
import { type ClosableSandbox, createSandbox } from "./create_sandbox.ts";

/** A sandbox of one tier, or why this machine has none of it. */
export interface TierUnderTest {
  readonly name: "jail" | "landlock";
  readonly sandbox: ClosableSandbox;
  /** For test names: the reason why the tests of this tier are skipped, if they are. */
  readonly missing: string | undefined;
}

/** Both tiers that protect, each with a sandbox where it holds on this machine. */
export async function tiersUnderTest(directory: string): Promise<TierUnderTest[]> {
  return await Promise.all((["jail", "landlock"] as const).map(async (name) => {
    const sandbox = await createSandbox({ directory, tier: name, waitingMax: 1_000 });
    return { name, sandbox, missing: sandbox.tier === name ? undefined : sandbox.reason };
  }));
}

/** Parts of a job that a test cares about. */
export type JobParts = Partial<Omit<SandboxJob, "probes">> & { readonly probes?: readonly Partial<SandboxProbe>[] };

/** A job that calls the export `f` with the inputs, once. */
export function jobOf(source: string, parts: JobParts = {}): SandboxJob {
  const probes = (parts.probes ?? [{}]).map((probe, index) => ({
    id: `probe-${index}`,
    source: "({ candidate, inputs }) => candidate.f(inputs)",
    inputs: null,
    ...probe,
  }));
  return {
    language: "typescript",
    source,
    entryPoints: ["f"],
    limits: { wallMs: 30_000, memoryMiB: 256 },
    backend: "wasm",
    ...parts,
    probes: () => probes,
  };
}

/** Outputs of the probes, with thrown errors as text. */
export function outputsOf(run: SandboxRun): unknown[] {
  return run.results.map((result: ProbeResult) => result.status === "returned" ? result.output : result.error);
}
