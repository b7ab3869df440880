const shownBytesMax = 16 * 1024;

/** Keeps the beginning of what a submission prints and counts the rest. */
export interface OutputCapture {
  add(chunk: Uint8Array): void;
  /** Bytes added so far. */
  readonly bytes: number;
  /** The first 16 KiB as text, with a note when there was more. */
  text(): string;
}

/** A capture with nothing in it. */
export function createOutputCapture(): OutputCapture {
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let bytes = 0;
  return {
    add(chunk) {
      bytes += chunk.length;
      const part = chunk.slice(0, shownBytesMax - keptBytes);
      if (part.length === 0) return;
      kept.push(part);
      keptBytes += part.length;
    },
    get bytes() {
      return bytes;
    },
    text() {
      const decoder = new TextDecoder();
      const text = kept.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
      return bytes > keptBytes ? `${text}\n… (${bytes - keptBytes} more bytes)` : text;
    },
  };
}
