const shownBytesMax = 16 * 1024;

/** Keeps the beginning of what a submission prints and counts the rest. */
export interface OutputCapture {
  add(chunk: Uint8Array): void;
  /** Keeps nothing more; what is added is counted as ever. */
  hide(): void;
  /** Bytes added so far. */
  readonly bytes: number;
  /** The first 16 KiB of what was not hidden as text, with notes when there was more. */
  text(): string;
}

/** A capture with nothing in it. */
export function createOutputCapture(): OutputCapture {
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  let bytes = 0;
  let bytesBeforeHiding: number | undefined;
  return {
    add(chunk) {
      bytes += chunk.length;
      const part = chunk.slice(0, shownBytesMax - keptBytes);
      if (part.length === 0 || bytesBeforeHiding !== undefined) return;
      kept.push(part);
      keptBytes += part.length;
    },
    hide() {
      bytesBeforeHiding ??= bytes;
    },
    get bytes() {
      return bytes;
    },
    text() {
      const decoder = new TextDecoder();
      const text = kept.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
      const open = bytesBeforeHiding ?? bytes;
      const notes = [
        ...open > keptBytes ? [`… (${open - keptBytes} more bytes)`] : [],
        ...bytes > open ? [`… (${bytes - open} bytes that were printed during hidden checks are not shown)`] : [],
      ];
      return notes.length === 0 ? text : [...text === "" ? [] : [text.replace(/\n$/, "")], ...notes].join("\n");
    },
  };
}
