/**
 * What host and child say to each other. To the child: frames on stdin. From the child: frames on stdout that begin with a
 * nonce which only the host and the child's main isolate know; every other byte there was printed by the submission.
 */

/** Host to child, first frame, before any code of the submission. */
export interface Hello {
  readonly nonce: string;
}

/** Host to child, second frame. */
export interface Load {
  readonly backend: "wasm" | "cpu" | "webgpu";
  readonly language: "typescript" | "javascript";
  readonly source: string;
  readonly entryPoints: readonly string[];
}

/** Host to child, any number of times after "loaded". */
export interface Probe {
  readonly id: string;
  /** An expression that yields a function of a `ProbeContext`. */
  readonly source: string;
  /** JSON. */
  readonly inputs: string;
}

/** Something that went wrong in the submission, at its place there (1-based). */
export interface Fault {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** How a training goes. */
export interface Losses {
  readonly step: number;
  readonly losses: Readonly<Record<string, number>>;
}

/** Losses that one message may hold. */
export const lossesMax = 8;
/** Characters of a loss's name. */
export const lossNameMax = 40;

/**
 * Child to host. On stderr an empty frame precedes every report of a load or a probe: what was printed there before it belongs to
 * what the report is of.
 */
export type Report =
  & {
    /** High-water mark of the resident memory, in KiB. */
    readonly peakKiB: number;
    /** Messages from the submission's realm that had no business to be there. */
    readonly forged: number;
  }
  & (
    | { readonly kind: "ready"; readonly backend: string }
    /** Now and then while a submission runs, so that its use of memory is known when it dies. */
    | { readonly kind: "alive" }
    | { readonly kind: "progress" } & Losses
    /** The source is a module that may be run; "loaded" follows. */
    | { readonly kind: "parsed" }
    | { readonly kind: "loaded" }
    | { readonly kind: "refused"; readonly fault: Fault }
    | { readonly kind: "crashed"; readonly fault: Fault }
    /** `body` is JSON made in the submission's realm: not to be trusted. */
    | { readonly kind: "returned"; readonly body: string }
    | { readonly kind: "threw"; readonly fault: Fault }
  );

/** What one probe may return, in characters of JSON. */
export const outputLengthMax = 1 << 20;
/** What one frame from the child may hold. */
export const frameBytesMax = 4 << 20;

const lengthDigits = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `marker`, length in hexadecimal, payload. */
export function encodeFrame(payload: string, marker = ""): Uint8Array<ArrayBuffer> {
  const bytes = encoder.encode(payload);
  const head = encoder.encode(marker + bytes.length.toString(16).padStart(lengthDigits, "0"));
  const frame = new Uint8Array(head.length + bytes.length);
  frame.set(head);
  frame.set(bytes, head.length);
  return frame;
}

/** What precedes the length of each frame from the child. */
export function frameMarker(nonce: string): string {
  return `\u0002${nonce}:`;
}

/** What a splitter found in one chunk. */
export interface SplitChunk {
  readonly frames: readonly string[];
  /** Everything that is not part of a frame, in order; parts of the chunk itself. */
  readonly output: readonly Uint8Array[];
}

/**
 * Separates frames from what a submission printed between them.
 *
 * @throws {RangeError} when a frame announces more than {@link frameBytesMax}.
 */
export function createFrameSplitter(marker: string): (chunk: Uint8Array) => SplitChunk {
  const wanted = encoder.encode(marker);
  const headLength = wanted.length + lengthDigits;
  let pending = new Uint8Array(0);
  let payload: Uint8Array | undefined;
  let filled = 0;
  return (chunk) => {
    const frames: string[] = [];
    const output: Uint8Array[] = [];
    let rest = chunk;
    while (true) {
      if (payload) {
        const part = rest.subarray(0, payload.length - filled);
        payload.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
        if (filled < payload.length) break;
        frames.push(decoder.decode(payload));
        payload = undefined;
      }
      if (pending.length > 0) rest = concat(pending, rest);
      const start = indexOf(rest, wanted);
      if (start > 0) output.push(rest.subarray(0, start));
      rest = rest.subarray(start);
      if (rest.length < headLength) {
        pending = rest.slice();
        break;
      }
      pending = new Uint8Array(0);
      const digits = decoder.decode(rest.subarray(wanted.length, headLength));
      const length = /^[0-9a-f]{8}$/.test(digits) ? parseInt(digits, 16) : Infinity;
      if (length > frameBytesMax) {
        throw new RangeError(`Cannot read frame: ${length} bytes, expected at most ${frameBytesMax}`);
      }
      payload = new Uint8Array(length);
      filled = 0;
      rest = rest.subarray(headLength);
    }
    return { frames, output };
  };
}

/** Reads the host's frames. Gives `undefined` at the end of the stream. */
export function createFrameReader(source: { read(buffer: Uint8Array): Promise<number | null> }) {
  let pending = new Uint8Array(0);
  const buffer = new Uint8Array(64 * 1024);
  return async (): Promise<string | undefined> => {
    while (true) {
      if (pending.length >= lengthDigits) {
        const end = lengthDigits + parseInt(decoder.decode(pending.subarray(0, lengthDigits)), 16);
        if (pending.length >= end) {
          const payload = decoder.decode(pending.subarray(lengthDigits, end));
          pending = pending.slice(end);
          return payload;
        }
      }
      const count = await source.read(buffer);
      if (count === null) return undefined;
      pending = concat(pending, buffer.subarray(0, count));
    }
  };
}

/** Where `wanted` begins, or where its beginning may stand cut off at the end, or the length of `bytes`. */
function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  let from = 0;
  while (true) {
    const start = bytes.indexOf(wanted[0]!, from);
    if (start < 0) return bytes.length;
    const end = Math.min(bytes.length, start + wanted.length);
    let index = start + 1;
    while (index < end && bytes[index] === wanted[index - start]) index++;
    if (index === end) return start;
    from = start + 1;
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}
