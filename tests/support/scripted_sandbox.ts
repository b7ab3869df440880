import type { Sandbox, SandboxJob, SandboxRun } from "../../grader/mod.ts";

/** A sandbox that runs jobs as a test says. */
export function sandboxOf(run: Sandbox["run"]): Sandbox {
  return { tier: "jail", reason: "this test's own", run };
}

/** A run of code that doubles what every probe gives it. */
export function doubling(job: SandboxJob, options?: Parameters<Sandbox["run"]>[1]): Promise<SandboxRun> {
  const results = job.probes().map(({ id, inputs }) =>
    ({ id, status: "returned", output: 2 * (inputs as number) }) as const
  );
  for (const result of results) options?.onResult?.(result);
  return Promise.resolve({
    ...{ status: "ok", backend: "cpu", durationMs: 1, peakMemoryMiB: 1, stdout: "", stderr: "" } as const,
    results,
  });
}
