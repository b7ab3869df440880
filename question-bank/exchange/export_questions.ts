import type { Question } from "../format.ts";
import { aiken } from "./aiken.ts";
import { csv } from "./csv.ts";
import { draftOf, fieldNames, type Note } from "./draft.ts";
import { type ExchangeFormat, type FormatName, type Reading, type Written } from "./exchange_format.ts";
import { gift } from "./gift.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { moodleXml } from "./moodle_xml.ts";
import { qti3 } from "./qti3.ts";

/** All formats by name. */
export const exchangeFormats: Readonly<Record<FormatName, ExchangeFormat>> = {
  gift,
  aiken,
  "moodle-xml": moodleXml,
  qti3,
  csv,
  markdown,
  json,
};

/** Writes questions in a format. What it does not carry is told field by field, for every question. */
export function exportQuestions(questions: readonly Question[], name: FormatName): Written {
  const format = exchangeFormats[name];
  const travelling = questions.map(draftOf);
  const written = format.write(travelling.map(({ draft }) => draft));
  const notes = travelling.flatMap(({ draft, notes }): Note[] => {
    const question = draft.id!;
    const carried = format.carries[draft.kind];
    if (carried === undefined) {
      return [{ question, field: "question", reason: `is ${draft.kind}, which ${name} does not have; left out` }];
    }
    const lost = fieldNames.filter((field) => draft[field] !== undefined && !carried.includes(field));
    const reason = `has no place in ${name}`;
    return [
      ...notes,
      ...lost.map((field) => ({ question, field, reason })),
      ...written.notes.filter((note) => note.question === question),
    ];
  });
  return { content: written.content, notes };
}

/** The format that the end of a file's name tells; `undefined` when none does. */
export function formatOfFile(file: string): FormatName | undefined {
  const ends = Object.values(exchangeFormats).flatMap(({ name, extensions }) =>
    extensions.map((extension) => ({ name, end: `.${extension}` }))
  );
  return ends.toSorted((a, b) => b.end.length - a.end.length).find(({ end }) => file.toLowerCase().endsWith(end))?.name;
}

/**
 * Reads a file of a format: what is understood, and what is not and why.
 *
 * @throws {SyntaxError} when nothing of the file can be read, or the format is not one to be read.
 */
export function readQuestions(content: Uint8Array, name: FormatName): Reading {
  const { read } = exchangeFormats[name];
  if (read === undefined) {
    throw new SyntaxError(`Cannot read ${name}: it is written for people, expected another format`);
  }
  return read(content);
}
