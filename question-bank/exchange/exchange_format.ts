import type { Draft, Field, Note } from "./draft.ts";

/** Names of the formats, as the command line has them. */
export const formatNames = ["gift", "aiken", "moodle-xml", "qti3", "csv", "markdown", "json"] as const;
/** One of {@link formatNames}. */
export type FormatName = (typeof formatNames)[number];

/** A file, and what of the questions is not in it. */
export interface Written {
  /** The file. */
  readonly content: Uint8Array<ArrayBuffer>;
  /** Beyond the fields that the format does not carry at all. */
  readonly notes: readonly Note[];
}

/** What a file holds, and what of it was not understood. */
export interface Reading {
  /** In the file's order. */
  readonly drafts: readonly Draft[];
  /** What was not understood. */
  readonly notes: readonly Note[];
}

/** A way to write questions down that other programs know. */
export interface ExchangeFormat {
  readonly name: FormatName;
  /** Ends of file names, the usual one first. */
  readonly extensions: readonly string[];
  /** Fields that come back from a file; `undefined` when it has no such questions. */
  readonly carries: Readonly<Record<Draft["kind"], readonly Field[] | undefined>>;
  write(drafts: readonly Draft[]): Written;
  /** Absent when the format is for reading by people alone. Throws a `SyntaxError` with what was expected. */
  readonly read?: (content: Uint8Array) => Reading;
}

/** UTF-8. */
export const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** UTF-8 with or without a byte order mark; line ends become "\n". */
export function decode(content: Uint8Array): string {
  return new TextDecoder().decode(content).replaceAll("\r\n", "\n");
}

/** How a note names a question. */
export function nameOf({ id, title }: Draft, index: number): string {
  return id ?? title ?? `question ${index + 1}`;
}
