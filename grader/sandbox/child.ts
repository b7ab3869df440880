import type { CommandLine } from "./tier.ts";

/** A confined process and its pipes. */
export interface Child {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  /** When the process and everything that held its stdout are gone. */
  readonly status: Promise<Deno.CommandStatus>;
  /** Whether it keeps this process from ending; it does at first. */
  setRef(isRef: boolean): void;
  /** Ends every process of it, at once and without asking. */
  kill(): void;
}

const graceMs = 2_000;

/** Starts a child in a process group of its own. It ends when its stdin does. */
export function startChild({ command, args, env, tellsInnerPid }: CommandLine): Child {
  const process = new Deno.Command(command, {
    args: [...args],
    clearEnv: true,
    env: { ...env },
    cwd: "/",
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  const stdin = process.stdin.getWriter();
  stdin.closed.catch(() => {});
  let innerPid: number | undefined;
  let isKilled = false;
  let hasEnded = false;
  const killGroup = () => signal(-process.pid);
  const killInner = (pid: number) => {
    // The first process inside takes all others with it, and bubblewrap, which waits for it, leaves nothing unreaped.
    signal(pid);
    const timer = setTimeout(killGroup, graceMs);
    process.status.finally(() => clearTimeout(timer));
  };
  const stdout = tellsInnerPid
    ? process.stdout.pipeThrough(takeInfo((pid) => {
      innerPid = pid;
      if (isKilled) killInner(pid);
    }))
    : process.stdout;
  return {
    write: (bytes) => stdin.write(bytes),
    stdout,
    stderr: process.stderr,
    status: process.status.finally(() => {
      hasEnded = true;
      stdin.close().catch(() => {});
    }),
    setRef: (isRef) => isRef ? process.ref() : process.unref(),
    kill() {
      if (isKilled || hasEnded) return;
      isKilled = true;
      if (!tellsInnerPid) killGroup();
      else if (innerPid !== undefined) killInner(innerPid);
      else {
        const timer = setTimeout(() => innerPid === undefined && killGroup(), graceMs);
        process.status.finally(() => clearTimeout(timer));
      }
    },
  };
}

function signal(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Takes bubblewrap's own record off the beginning of a stream. */
function takeInfo(found: (pid: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  return new TransformStream({
    transform(chunk, controller) {
      if (head === undefined) return controller.enqueue(chunk);
      head = new Uint8Array([...head, ...chunk]);
      const end = head.indexOf("}".charCodeAt(0));
      if (end < 0) return;
      found(JSON.parse(new TextDecoder().decode(head.subarray(0, end + 1)))["child-pid"]);
      const rest = head.subarray(end + 2);
      head = undefined;
      if (rest.length > 0) controller.enqueue(rest);
    },
  });
}
