import { startChild, textOf } from "./child.ts";
import type { CanaryPlan } from "./guest/canary.ts";
import type { GpuDrivers } from "./gpu_drivers.ts";
import type { Tier } from "./tier.ts";

const memoryMiB = 64;
// Twice what limits and runtime allow together.
const tooMuchMiB = 4_096;
const answerMsMax = 20_000;
const goneMsMax = 5_000;

/**
 * Proves that a tier holds on this machine, by trying: from inside, with every permission of Deno, to reach files, sockets and
 * programs of the host and to allocate past the limit; and to end a process that ignores SIGTERM.
 *
 * @param gpu drivers that the children shall have
 * @throws {Error} that says what got through, or why nothing runs in the tier.
 */
export async function proveTier(tier: Tier, gpu?: GpuDrivers): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "viva_canary_" });
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    await Deno.chmod(folder, 0o777);
    const file = `${folder}/secret`;
    await Deno.writeTextFile(file, "x", { mode: 0o644 });
    const program = "/bin/sh";
    const reach: CanaryPlan = { kind: "reach", file, folder, port: listener.addr.port, program, deno: tier.deno };
    const flights = await Promise.allSettled([
      tier.name === "limits-only" ? [] : fly(tier, reach, gpu),
      fly(tier, { kind: "allocate", upToMiB: tooMuchMiB }, gpu),
      fly(tier, { kind: "linger" }, gpu),
    ]);
    const broken = flights.flatMap((flight) => {
      if (flight.status === "rejected") throw flight.reason;
      return flight.value;
    });
    if (broken.length > 0) throw new Error(`code inside could ${broken.join(", ")}`);
  } finally {
    listener.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs one canary; gives what it could do. */
async function fly(tier: Tier, plan: CanaryPlan, gpu: GpuDrivers | undefined): Promise<string[]> {
  const child = startChild(tier.commandLine({
    script: "canary.js",
    flags: () => ["--allow-all", "--unstable-net"],
    args: [JSON.stringify(plan)],
    memoryMiB,
    ...gpu && { gpu },
  }));
  const deadline = setTimeout(child.kill, answerMsMax);
  const stderr = textOf(child.readStderr);
  const { promise: answered, resolve: end } = Promise.withResolvers<string | undefined>();
  const decoder = new TextDecoder();
  let text = "";
  child.readStdout((bytes) => {
    text += decoder.decode(bytes, { stream: true });
    if (text.includes("\n")) end(text.slice(0, text.indexOf("\n")));
  }).then(() => end(undefined));
  const answer = await answered;
  child.kill();
  clearTimeout(deadline);
  const status = await within(child.status, goneMsMax);
  if (!status) return ["outlive SIGKILL"];
  const { code } = status;
  if (answer !== undefined) return JSON.parse(answer);
  // Running into the limit is the right end of an allocation.
  if (plan.kind === "allocate" && code > 128) return [];
  const said = reasonIn(await stderr);
  throw new Error(`a child ends with code ${code}${said ? ` and says "${said}"` : ""}`);
}

/** The line of an error output that says most. */
function reasonIn(stderr: string): string | undefined {
  const lines = stderr.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const panic = lines.findIndex((line) => line.includes("panicked at"));
  return (lines[panic + 1] ?? lines.at(-1))?.slice(0, 300);
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const { promise: timeout, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
