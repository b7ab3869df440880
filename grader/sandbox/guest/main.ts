/**
 * The child's main isolate. It reads the nonce before any code of a submission exists, alone speaks to the host, and starts the
 * realm in which that code runs as a worker of its own.
 */
import {
  createFrameReader,
  encodeFrame,
  type Fault,
  frameMarker,
  type Hello,
  type Load,
  type Probe,
  type Report,
} from "../protocol.ts";
import { collectGarbage } from "./collect_garbage.ts";
import { CompileError } from "./compile_error.ts";
import { parseSubmission } from "./parse_submission.ts";
import type { Command, Reply } from "./realm.ts";

const next = listen();
const marker = frameMarker((await read<Hello>()).nonce);
/** Whether the realm starts the WebGPU backend; it then has drivers in its file system. */
const gpu = Deno.args[0] === "webgpu";
const aliveMs = 50;
const lastWordsMs = 5;
const restAfterMs = 20;
let forged = 0;

type BodyOf<R> = R extends Report ? Omit<R, "peakKiB" | "forged"> : never;
type Body = BodyOf<Report>;
const stderrMark = encodeFrame("", marker);

function report(body: Body): void {
  const message = JSON.stringify({ ...body, peakKiB: process.resourceUsage().maxRSS, forged });
  if (body.kind !== "alive" && body.kind !== "progress") write(Deno.stderr, stderrMark);
  write(Deno.stdout, encodeFrame(message, marker));
}

function write(stream: typeof Deno.stdout, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length;) sent += stream.writeSync(bytes.subarray(sent));
}

/** Takes in frames all the time: when there is no host any more, this process ends, whatever the realm is doing. */
function listen(): () => Promise<string> {
  const readFrame = createFrameReader(Deno.stdin);
  const frames: string[] = [];
  let arrived = Promise.withResolvers<void>();
  (async () => {
    while (true) {
      const frame = await readFrame();
      if (frame === undefined) Deno.exit(0);
      frames.push(frame);
      arrived.resolve();
    }
  })();
  return async () => {
    while (frames.length === 0) {
      arrived = Promise.withResolvers();
      await arrived.promise;
    }
    return frames.shift()!;
  };
}

async function read<T>(): Promise<T> {
  return JSON.parse(await next());
}

async function rest(): Promise<void> {
  await ask({ kind: "rest" });
  collectGarbage("last-resort");
}

async function startRealm() {
  const token = crypto.randomUUID();
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(
    new URL(gpu ? "./realm_webgpu.js" : "./realm.js", import.meta.url),
    { type: "module", deno: { permissions: "none" } } as WorkerOptions,
  );
  let answer: ((reply: Reply) => void) | undefined;
  const settle = (reply: Reply) => {
    const waiting = answer;
    answer = undefined;
    waiting?.(reply);
  };
  let hasCrashed = false;
  const crash = (fault: Fault) => {
    if (!hasCrashed) report({ kind: "crashed", fault });
    hasCrashed = true;
  };
  worker.onerror = (event) => {
    event.preventDefault();
    // The realm itself says more of it, if it still could.
    setTimeout(() => crash({ message: event.message.slice(0, 2_000) }), lastWordsMs);
  };
  worker.onmessage = () => void forged++;
  port1.onmessage = ({ data }) => {
    if (typeof data !== "string" || !data.startsWith(token)) return void forged++;
    const reply: Reply = JSON.parse(data.slice(token.length));
    if (reply.kind === "progress") report(reply);
    else if (reply.kind === "crashed") crash(reply.fault);
    else if (answer) settle(reply);
    else forged++;
  };
  const ask = (command: Command | undefined): Promise<Reply> => {
    const { promise, resolve } = Promise.withResolvers<Reply>();
    answer = resolve;
    if (command) port1.postMessage(command);
    return promise;
  };
  const wasm = await Deno.readFile(new URL("./tfjs.wasm", import.meta.url));
  worker.postMessage({ port: port2, token, wasm, gpu }, [port2, wasm.buffer]);
  return ask;
}

async function load(job: Load, ask: (command: Command) => Promise<Reply>): Promise<Body> {
  try {
    const script = job.language === "typescript" ? await stripped(job.source, ask) : job.source;
    if (script === undefined) return { kind: "refused", fault: await explain(job.source) };
    const { body, tfNames, exported } = parseSubmission(script);
    if (!job.entryPoints.some((name) => exported.includes(name))) {
      const names = job.entryPoints.map((name) => `"${name}"`).join(", ");
      throw new CompileError(`The export ${names} is missing, expected: export function ${job.entryPoints[0]}(…)`);
    }
    report({ kind: "parsed" });
    const reply = await ask({ kind: "load", backend: job.backend, body, tfNames, entryPoints: job.entryPoints });
    return reply.kind === "threw" ? { kind: "crashed", fault: reply.fault } : { kind: "loaded" };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const { message, line, column } = error;
    const fault: Fault = line === undefined || column === undefined ? { message } : { message, line, column };
    return { kind: "refused", fault };
  }
}

/** Nothing of the submission has run yet: the realm can be trusted with it. */
async function stripped(source: string, ask: (command: Command) => Promise<Reply>): Promise<string | undefined> {
  const reply = await ask({ kind: "strip", source });
  return reply.kind === "stripped" ? reply.script : undefined;
}

async function explain(source: string): Promise<Fault> {
  // The bundler must not take it in.
  const bundle = new URL("./explain_syntax.js", import.meta.url).href;
  const { explainSyntax } = await import(bundle) as typeof import("./explain_syntax.ts");
  return explainSyntax(source) ?? { message: "Invalid syntax" };
}

const starting = startRealm();
// While the realm starts: Deno loads a great deal for it.
const { default: process } = await import("node:process");
const ask = await starting;
// While the realm starts, so that the first source is parsed as fast as any.
parseSubmission("export const warm = 1;");
const ready = await ask(undefined);
if (ready.kind !== "ready") throw new Error(`Cannot start: the realm said "${ready.kind}", expected "ready"`);
report(ready);
let resting: Promise<void> | undefined;
// A child that was started for a job that waits has other things to do.
const unemployed = setTimeout(() => resting = rest(), restAfterMs);
const job = await read<Load>();
clearTimeout(unemployed);
await resting;
setInterval(() => report({ kind: "alive" }), aliveMs);
report(await load(job, ask));
while (true) {
  const reply = await ask({ kind: "probe", probe: await read<Probe>() });
  if (reply.kind === "returned" || reply.kind === "threw") report(reply);
}
