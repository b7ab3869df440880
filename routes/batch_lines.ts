import { z } from "@hono/zod-openapi";
import { createHash } from "node:crypto";
import papaparse from "papaparse";
import type { Bank } from "../question-bank/mod.ts";
import type { Answer } from "../grader/mod.ts";
import { type BatchLine, InvalidRequest } from "../interview/mod.ts";
import { faultsOf } from "./errors.ts";
import { ProblemError } from "./problems.ts";
import { answerSchema } from "./schemas.ts";

/** Most that a batch may hold, in bytes. */
export const batchMaxBytes = 16 * 1024 * 1024;
/** Most lines of a batch. */
export const batchMaxLines = 50_000;
const lineMaxCharacters = 256 * 1024;
const faultMaxCharacters = 500;

/** A body that is read as it comes. */
export interface BatchBody {
  /** Its lines. */
  readonly lines: AsyncIterable<Line>;
  /** SHA-256 of all of it, in hex; to be called after the last line. */
  hash(): string;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Reads a body line by line, holding no more of it than a line.
 *
 * @throws {ProblemError} when it is too large, or no UTF-8
 */
export function readBody(body: ReadableStream<Uint8Array> | null): BatchBody {
  const hash = createHash("sha256");
  async function* lines(): AsyncIterable<Line> {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let [number, bytes] = [0, 0];
    // Pieces of the line that goes on. They are joined once: a body in a thousand pieces is not copied a thousand times.
    let begun: string[] = [];
    const next = (text: string): Line => {
      if (++number > batchMaxLines) {
        throw new ProblemError("too-large", `Cannot take the batch: it is over ${batchMaxLines} lines.`);
      }
      return { number, text: text.endsWith("\r") ? text.slice(0, -1) : text };
    };
    const decode = (chunk: Uint8Array | undefined): string => {
      try {
        return decoder.decode(chunk, { stream: chunk !== undefined });
      } catch {
        throw new ProblemError("bad-request", `Cannot read line ${number + 1}: it is no UTF-8.`);
      }
    };
    for await (const chunk of body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > batchMaxBytes) {
        throw new ProblemError(
          "too-large",
          `Cannot take the batch: it is over the limit, expected at most ${batchMaxBytes} bytes.`,
        );
      }
      hash.update(chunk);
      const [first = "", ...others] = decode(chunk).split("\n");
      begun.push(first);
      for (const other of others) {
        yield next(begun.join(""));
        begun = [other];
      }
    }
    begun.push(decode(undefined));
    const last = begun.join("");
    if (last !== "") yield next(last);
  }
  return { lines: lines(), hash: () => hash.digest("hex") };
}

const jsonLine = z.strictObject({
  id: z.string().min(1).max(200).optional(),
  questionId: z.string().min(1).max(200),
  answer: answerSchema,
});

/** Lines of JSON, each `{ "questionId", "answer", "id"? }`; empty lines are passed over. */
export async function* readJsonLines(lines: AsyncIterable<Line>): AsyncIterable<BatchLine> {
  for await (const { number: line, text } of lines) {
    if (text.trim() === "") continue;
    if (text.length > lineMaxCharacters) {
      yield { line, fault: tooLong };
      continue;
    }
    yield { line, ...readJsonLine(text) };
  }
}

const tooLong = `it is too long, expected at most ${lineMaxCharacters} characters`;

type Read =
  | { readonly reference?: string; readonly questionId: string; readonly answer: Answer }
  | { readonly reference?: string; readonly questionId?: string; readonly fault: string };

function readJsonLine(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: cut(`it is no JSON: ${error instanceof Error ? error.message : error}`) };
  }
  const parsed = jsonLine.safeParse(value);
  if (!parsed.success) return { ...named(value), fault: faultText(parsed.error) };
  const { id, ...rest } = parsed.data;
  return { ...(id !== undefined && { reference: id }), ...rest };
}

/** What a line with faults calls itself, so that its sender finds it again. */
function named(value: unknown): { readonly reference?: string; readonly questionId?: string } {
  const { id, questionId } = (value ?? {}) as Record<string, unknown>;
  const isName = (name: unknown): name is string => typeof name === "string" && name !== "" && name.length <= 200;
  return { ...(isName(id) && { reference: id }), ...(isName(questionId) && { questionId }) };
}

const columns = ["id", "questionId", "answer", "language"] as const;
type Column = (typeof columns)[number];

/**
 * Comma-separated values with the columns `questionId` and `answer`, and where wanted `id` and `language`. An answer is text, option
 * ids with a semicolon between them, or code.
 *
 * @throws {InvalidRequest} when the first line names other columns
 */
export async function* readCsv(lines: AsyncIterable<Line>, bank: Pick<Bank, "get">): AsyncIterable<BatchLine> {
  let header: readonly Column[] | undefined;
  for await (const { line, record } of records(lines)) {
    if (record === null) {
      yield { line, fault: `a quotation mark is not closed within ${lineMaxCharacters} characters` };
      continue;
    }
    if (record.trim() === "") continue;
    const { data, errors } = papaparse.parse<string[]>(record, { delimiter: "," });
    const fields = data[0] ?? [];
    if (header === undefined) {
      header = headerOf(fields);
      continue;
    }
    const fault = errors[0]?.message ??
      (fields.length === header.length ? undefined : `it has ${fields.length} fields, expected ${header.length}`);
    yield { line, ...(fault === undefined ? readRow(header, fields, bank) : { fault }) };
  }
}

function headerOf(fields: readonly string[]): readonly Column[] {
  const names = fields.map((field) => field.trim());
  const unknown = names.filter((name) => !(columns as readonly string[]).includes(name));
  const missing = ["questionId", "answer"].filter((name) => !names.includes(name));
  const problems = [
    ...unknown.map((name) => `unknown column "${name}"`),
    ...missing.map((name) => `no column "${name}"`),
    ...(new Set(names).size === names.length ? [] : ["a column is named twice"]),
  ];
  if (problems.length === 0) return names as readonly Column[];
  const expected = `expected questionId and answer, and where wanted id and language`;
  throw new InvalidRequest([{ pointer: "", detail: cut(`line 1: ${problems.join(", ")}, ${expected}`) }]);
}

function readRow(header: readonly Column[], fields: readonly string[], bank: Pick<Bank, "get">): Read {
  const field = (column: Column) => fields[header.indexOf(column)];
  const [questionId = "", text = "", reference] = [field("questionId")?.trim(), field("answer"), field("id")];
  const kind = bank.get(questionId)?.kind;
  // To an unknown question anything may be an answer; that it is unknown is found later.
  const answer = kind === "multiple-choice"
    ? { kind, choices: text.split(/[\s;,]+/).filter(Boolean) }
    : kind === "coding"
    ? { kind, language: field("language") || "typescript", source: text }
    : { kind: "free-text", text };
  const parsed = jsonLine.safeParse({ ...(reference && { id: reference }), questionId, answer });
  const name = named({ id: reference, questionId });
  if (!parsed.success) return { ...name, fault: faultText(parsed.error) };
  return { ...name, questionId, answer: parsed.data.answer };
}

/**
 * Records of comma-separated values with the line that each begins on: one is complete when its quotation marks are even. Where
 * one never is, its first line is a fault (`null`), and the next one begins a record.
 */
async function* records(
  lines: AsyncIterable<Line>,
): AsyncIterable<{ readonly line: number; readonly record: string | null }> {
  let open: Line[] = [];
  let [length, marks] = [0, 0];
  function* complete(line: Line): Iterable<{ line: number; record: string | null }> {
    open.push(line);
    length += line.text.length + 1;
    marks += line.text.split('"').length - 1;
    if (marks % 2 === 0 && length <= lineMaxCharacters) {
      yield { line: open[0]!.number, record: open.map(({ text }) => text).join("\n") };
      [open, length, marks] = [[], 0, 0];
    } else if (length > lineMaxCharacters) yield* giveUp();
  }
  function* giveUp(): Iterable<{ line: number; record: string | null }> {
    const [first, ...others] = open;
    [open, length, marks] = [[], 0, 0];
    if (first) yield { line: first.number, record: null };
    for (const line of others) yield* complete(line);
  }
  for await (const line of lines) yield* complete(line);
  while (open.length > 0) yield* giveUp();
}

function faultText(error: z.ZodError): string {
  return cut(faultsOf(error).map(({ pointer, detail }) => `${pointer || "the line"}: ${detail}`).join("; "));
}

function cut(text: string): string {
  return (text.length <= faultMaxCharacters ? text : `${text.slice(0, faultMaxCharacters)} …`).toWellFormed();
}
