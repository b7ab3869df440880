import type { CommandLine } from "./tier.ts";

/** A confined process and its pipes. */
export interface Child {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Hands over what it prints, as it comes and to its end. To be called once. */
  readStdout(take: TakeBytes): Promise<void>;
  /** The same for stderr. */
  readStderr(take: TakeBytes): Promise<void>;
  /** When the process and everything that held its stdout are gone. */
  readonly status: Promise<Deno.CommandStatus>;
  /** Whether it keeps this process from ending; it does at first. */
  setRef(isRef: boolean): void;
  /** Ends every process of it, at once and without asking. */
  kill(): void;
}

/** Gets bytes that are there during the call only: their memory is then read into again. */
export type TakeBytes = (bytes: Uint8Array) => void;

const graceMs = 2_000;
const readBytes = 16 * 1024;

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
  return {
    write: (bytes) => stdin.write(bytes),
    readStdout: (take) =>
      read(
        process.stdout,
        tellsInnerPid
          ? behindInfo(take, (pid) => {
            innerPid = pid;
            if (isKilled) killInner(pid);
          })
          : take,
      ),
    readStderr: (take) => read(process.stderr, take),
    status: process.status.then((status) => {
      hasEnded = true;
      // Who killed bubblewrap while it set up has left behind what it had started, which waits for it for ever.
      if (status.signal) killGroup();
      stdin.close().catch(() => {});
      return status;
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

/** A submission may print a flood in small pieces; a new buffer for each would fill the memory before anybody collects it. */
async function read(stream: ReadableStream<Uint8Array>, take: TakeBytes): Promise<void> {
  const reader = stream.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(readBytes);
  while (true) {
    const { value, done } = await reader.read(new Uint8Array(buffer));
    if (done) return;
    take(value);
    buffer = value.buffer;
  }
}

/** Passes on what comes after bubblewrap's own record at the beginning of a stream. */
function behindInfo(take: TakeBytes, found: (pid: number) => void): TakeBytes {
  let head: Uint8Array | undefined = new Uint8Array(0);
  return (bytes) => {
    if (head === undefined) return take(bytes);
    head = new Uint8Array([...head, ...bytes]);
    const end = head.indexOf("}".charCodeAt(0));
    if (end < 0) return;
    found(JSON.parse(new TextDecoder().decode(head.subarray(0, end + 1)))["child-pid"]);
    const rest = head.subarray(end + 2);
    head = undefined;
    if (rest.length > 0) take(rest);
  };
}

/** All of what a reader gives, as text. */
export async function textOf(read: (take: TakeBytes) => Promise<void>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  await read((bytes) => void (text += decoder.decode(bytes, { stream: true })));
  return text + decoder.decode();
}
