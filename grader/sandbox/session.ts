import { type Child, startChild, type TakeBytes } from "./child.ts";
import { createOutputCapture, type OutputCapture } from "./output_capture.ts";
import { createFrameSplitter, encodeFrame, frameMarker, type Losses, type Report } from "./protocol.ts";
import { reportSchema } from "./report_schema.ts";
import type { Program, Tier } from "./tier.ts";

/** Why a child is no more. */
export type Ending =
  | { readonly kind: "exited"; readonly code: number }
  /** It printed more than is allowed and was killed. */
  | { readonly kind: "flooded" }
  /** It sent something that is no report and was killed. */
  | { readonly kind: "garbled"; readonly message: string };

/** A child with the guest in it, and the talk with it. */
export interface Session {
  /** Sends one frame. Does nothing when the child is gone. */
  send(message: object): Promise<void>;
  /** The next report, or `undefined` once the child is gone. */
  next(): Promise<Report | undefined>;
  readonly isAlive: boolean;
  /** When it is gone, with all its processes. */
  readonly ending: Promise<Ending>;
  readonly stdout: OutputCapture;
  readonly stderr: OutputCapture;
  /** Shows nothing of what is printed after the last report that {@link next} gave. */
  hideOutput(): Promise<void>;
  /** Calls back while a training goes on, instead of whoever was called before. */
  onLosses(call: OnLosses): void;
  /** High-water mark of its resident memory in MiB, as of its last report, which is not much older than 50 ms. */
  readonly peakMemoryMiB: number;
  /** Whether it keeps this process from ending; it does at first. */
  setRef(isRef: boolean): void;
  kill(): void;
}

/** Options of {@link startSession}. */
export type SessionOptions = Pick<Program, "memoryMiB" | "cache" | "gpu">;

/** Called with what a running probe reports. */
export type OnLosses = (losses: Losses) => void;

const outputBytesMax = 1 << 20;

/** Starts a child and gives it its nonce; the guest then loads and reports "ready". */
export function startSession(tier: Tier, options: SessionOptions): Session {
  const nonce = randomNonce();
  const child = startChild(tier.commandLine({
    script: "main.js",
    flags: (
      directory,
    ) => [
      `--allow-read=${
        ["realm.js", "realm_webgpu.js", "tfjs.wasm", "explain_syntax.js"].map((file) => `${directory}/${file}`)
      }`,
    ],
    args: options.gpu ? ["webgpu"] : [],
    ...options,
  }));
  const session = talk(child, nonce);
  session.send({ nonce });
  return session;
}

function talk(child: Child, nonce: string): Session {
  const stdout = createOutputCapture();
  const stderr = createOutputCapture();
  const reports = createMailbox<Report>();
  let isAlive = true;
  let peakMemoryMiB = 0;
  let cause: Ending | undefined;
  const stop = (ending: Ending) => {
    cause ??= ending;
    child.kill();
  };
  const count = (capture: OutputCapture, chunk: Uint8Array) => {
    capture.add(chunk);
    if (stdout.bytes + stderr.bytes > outputBytesMax) stop({ kind: "flooded" });
  };
  const split = createFrameSplitter(frameMarker(nonce));
  const splitStderr = createFrameSplitter(frameMarker(nonce));
  let tellLosses: OnLosses = () => {};
  let reportsSeen = 0;
  let marksSeen = 0;
  let marked = Promise.withResolvers<void>();
  const guarded = (take: TakeBytes): TakeBytes => (bytes) => {
    if (cause) return;
    try {
      take(bytes);
    } catch (error) {
      stop({ kind: "garbled", message: error instanceof Error ? error.message : String(error) });
    }
  };
  const reading = [
    child.readStdout(guarded((bytes) => {
      const { frames, output } = split(bytes);
      for (const part of output) count(stdout, part);
      for (const frame of frames) {
        const report = reportSchema.parse(JSON.parse(frame));
        peakMemoryMiB = Math.max(peakMemoryMiB, report.peakKiB / 1024);
        if (report.kind === "progress") tellLosses({ step: report.step, losses: report.losses });
        else if (report.kind !== "alive") {
          reportsSeen++;
          reports.put(report);
        }
      }
    })),
    child.readStderr(guarded((bytes) => {
      const { frames, output } = splitStderr(bytes);
      for (const part of output) count(stderr, part);
      marksSeen += frames.length;
      marked.resolve();
      marked = Promise.withResolvers();
    })),
  ];
  const ending = Promise.all([child.status, ...reading]).then(([{ code }]): Ending => {
    isAlive = false;
    marked.resolve();
    reports.close();
    return cause ?? { kind: "exited", code };
  });
  return {
    async send(message) {
      if (!isAlive) return;
      await child.write(encodeFrame(JSON.stringify(message))).catch(() => {});
    },
    next: reports.take,
    get isAlive() {
      return isAlive;
    },
    ending,
    stdout,
    stderr,
    async hideOutput() {
      stdout.hide();
      while (isAlive && marksSeen < reportsSeen) await marked.promise;
      stderr.hide();
    },
    onLosses(call) {
      tellLosses = call;
    },
    get peakMemoryMiB() {
      return peakMemoryMiB;
    },
    setRef: child.setRef,
    kill: child.kill,
  };
}

function randomNonce(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}

interface Mailbox<T> {
  put(item: T): void;
  /** The oldest item, or `undefined` once it is closed and empty. */
  take(): Promise<T | undefined>;
  close(): void;
}

function createMailbox<T>(): Mailbox<T> {
  const items: T[] = [];
  const waiting: ((item: T | undefined) => void)[] = [];
  let isClosed = false;
  return {
    put(item) {
      const taker = waiting.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    take() {
      if (items.length > 0 || isClosed) return Promise.resolve(items.shift());
      const { promise, resolve } = Promise.withResolvers<T | undefined>();
      waiting.push(resolve);
      return promise;
    },
    close() {
      isClosed = true;
      for (const taker of waiting.splice(0)) taker(undefined);
    },
  };
}
