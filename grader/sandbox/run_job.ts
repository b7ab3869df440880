import {
  type ProbeLosses,
  type ProbeResult,
  type RunStatus,
  SandboxFault,
  type SandboxJob,
  type SandboxRun,
} from "../mod.ts";
import type { Fault, Load, Report } from "./protocol.ts";
import { readOutput } from "./report_schema.ts";
import type { Ending, Session } from "./session.ts";

/** Options of {@link runJob}. */
export interface RunJobOptions {
  readonly signal?: AbortSignal;
  readonly onResult?: (result: ProbeResult) => void;
  readonly onLosses?: (told: ProbeLosses) => void;
}

const sourceBytesMax = 64 * 1024;
// What V8, Rust, Deno and Emscripten say when an allocation fails.
const outOfMemory =
  /out of memory|memory allocation of|Array buffer allocation failed|Cannot enlarge memory|\bOOM\b|unable to create worker threads|failed to spawn thread|Cannot allocate memory/i;
// A wasm kernel that was given no memory writes to address 0.
const outOfWasmMemory = /^RuntimeError: memory access out of bounds/;

/** Whether a source may be sent at all; says why not. */
export function tooLong(source: string): Fault | undefined {
  const bytes = new TextEncoder().encode(source).length;
  if (bytes <= sourceBytesMax) return undefined;
  return { message: `The source has ${bytes} bytes, expected at most ${sourceBytesMax}` };
}

/**
 * Runs a job on a child that has reported "ready", and ends the child.
 *
 * @throws {SandboxFault} when the child went wrong without the submission's doing.
 * @throws the signal's reason when it is aborted.
 */
export async function runJob(session: Session, job: SandboxJob, options: RunJobOptions = {}): Promise<SandboxRun> {
  const started = performance.now();
  const results: ProbeResult[] = [];
  let isOverTime = false;
  const timer = setTimeout(() => {
    isOverTime = true;
    session.kill();
  }, job.limits.wallMs);
  options.signal?.addEventListener("abort", session.kill);
  try {
    options.signal?.throwIfAborted();
    const last = await converse(session, job, {
      onResult(result) {
        results.push(result);
        options.onResult?.(result);
      },
      onLosses: (told) => options.onLosses?.(told),
    });
    const durationMs = performance.now() - started;
    session.kill();
    const ending = await session.ending;
    options.signal?.throwIfAborted();
    const verdict = last ?? (isOverTime ? timeLimit(job) : verdictOn(ending, session));
    const error = verdict.fault ? { error: verdict.fault } : {};
    return {
      status: verdict.status,
      backend: job.backend,
      durationMs,
      peakMemoryMiB: session.peakMemoryMiB,
      stdout: session.stdout.text(),
      stderr: session.stderr.text(),
      results,
      ...error,
    };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", session.kill);
    session.kill();
  }
}

interface Verdict {
  readonly status: RunStatus;
  readonly fault?: Fault;
}

const disturbed: Verdict = { status: "killed", fault: { message: "It disturbed the run" } };

/** Loads the source and runs the probes. Gives the verdict, or nothing when the child ended before the conversation. */
async function converse(
  session: Session,
  job: SandboxJob,
  { onResult, onLosses }: Required<Pick<RunJobOptions, "onResult" | "onLosses">>,
): Promise<Verdict | undefined> {
  const { backend, language, source, entryPoints } = job;
  await session.send({ backend, language, source, entryPoints } satisfies Load);
  const parsed = await session.next();
  if (!parsed) return await verdictOnUnread(session);
  const loaded = parsed.kind === "parsed" ? await session.next() : parsed;
  if (!loaded) return undefined;
  if (loaded.forged > 0) return disturbed;
  if (loaded.kind !== "loaded") return verdictOnLoad(loaded);
  let hasThrown = false;
  for (const { id, source, inputs, silent } of job.probes()) {
    if (silent) await session.hideOutput();
    session.onLosses((losses) => onLosses({ id, ...losses }));
    await session.send({ id, source, inputs: JSON.stringify(inputs) });
    const report = await session.next();
    if (!report) return undefined;
    if (report.forged > 0) return disturbed;
    if (report.kind === "crashed") return verdictOnLoad(report);
    const result = resultOf(id, report);
    if (result.status === "threw") {
      hasThrown = true;
      const isShort = session.peakMemoryMiB > job.limits.memoryMiB / 2 && outOfWasmMemory.test(result.error);
      if (isShort || outOfMemory.test(result.error)) return { status: "memory-limit", fault: faultIn(result) };
    }
    onResult(result);
  }
  return { status: hasThrown ? "runtime-error" : "ok" };
}

/** The compiler does not survive some sources: nothing of the submission has run when it dies. */
async function verdictOnUnread(session: Session): Promise<Verdict | undefined> {
  const ending = await session.ending;
  if (ending.kind !== "exited" || !exitCodes.stackOverflow.includes(ending.code)) return undefined;
  const message = "Cannot read the source: it is nested too deeply, expected an ordinary module";
  return { status: "compile-error", fault: { message } };
}

function verdictOnLoad(report: Report): Verdict {
  switch (report.kind) {
    case "refused":
      return { status: "compile-error", fault: report.fault };
    case "crashed":
      return { status: outOfMemory.test(report.fault.message) ? "memory-limit" : "runtime-error", fault: report.fault };
    default:
      throw new SandboxFault(`Cannot run the code: the child said "${report.kind}" out of turn`);
  }
}

function resultOf(id: string, report: Report): ProbeResult {
  if (report.kind === "threw") {
    const { message, ...place } = report.fault;
    return { id, status: "threw", error: message, ...place };
  }
  if (report.kind !== "returned") {
    throw new SandboxFault(`Cannot run the code: the child said "${report.kind}" out of turn`);
  }
  try {
    return { id, status: "returned", output: readOutput(report.body) };
  } catch (error) {
    return { id, status: "threw", error: error instanceof Error ? error.message : String(error) };
  }
}

function faultIn({ error, line, column }: ProbeResult & { readonly status: "threw" }): Fault {
  return { message: error, ...(line === undefined || column === undefined ? {} : { line, column }) };
}

function timeLimit({ limits }: SandboxJob): Verdict {
  return { status: "time-limit", fault: { message: `It ran longer than ${limits.wallMs / 1000} s` } };
}

// 128 plus the signal: what a shell, bubblewrap and Deno make of a process that was killed.
const exitCodes = { kill: 137, cpuTime: 152, stackOverflow: [134, 139] };

/** What the end of a child says about the submission that ran in it. */
function verdictOn(ending: Ending, session: Session): Verdict {
  if (ending.kind === "flooded") return { status: "output-limit", fault: { message: "It printed more than 1 MiB" } };
  if (ending.kind === "garbled") return disturbed;
  if (outOfMemory.test(session.stderr.text())) {
    return { status: "memory-limit", fault: { message: "It used more memory than it may" } };
  }
  switch (ending.code) {
    case exitCodes.cpuTime:
      return { status: "time-limit", fault: { message: "It used up its processor time" } };
    case exitCodes.kill:
      throw new SandboxFault("Cannot run the code: the system killed the child, expected it to end by itself");
  }
  return { status: "killed", fault: { message: `It ended the run early (exit code ${ending.code})` } };
}
