import { join } from "node:path";

const root = join(import.meta.dirname!, "..", "..");

/** A server in a process of its own, as `deno task start` runs it. */
export interface ServerProcess extends AsyncDisposable {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** What it printed before it served. */
  readonly announcement: string;
  /** Ends it without a warning, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end; gives its exit code. */
  stop(): Promise<number>;
}

/** Starts a server on a free port and waits until it serves. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", join(root, "main.ts")],
    env: { LOG_LEVEL: "error", ...env, PORT: "0" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let announcement = "";
  let url: string | undefined;
  while (!(url = /http:\/\/\S+?(?=\/)/.exec(announcement)?.[0]) || announcement.split("\n").length < 5) {
    const { value, done } = await reader.read();
    if (done) {
      await child.status;
      throw new Error(`Cannot start the server: it ended, expected it to serve\n${announcement}\n${await errors}`);
    }
    announcement += value;
  }
  const drained = (async () => {
    while (!(await reader.read()).done);
  })();
  let ended = false;
  const end = async (signal: Deno.Signal) => {
    if (!ended) child.kill(signal);
    ended = true;
    const { code } = await child.status;
    await Promise.all([drained, errors]);
    return code;
  };
  return {
    url,
    announcement,
    kill: async () => void await end("SIGKILL"),
    stop: () => end("SIGTERM"),
    [Symbol.asyncDispose]: async () => void await end("SIGKILL"),
  };
}
