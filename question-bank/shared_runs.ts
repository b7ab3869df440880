import { join } from "node:path";
import type { Fault } from "./fault.ts";
import type { SourcedQuestion } from "./read_bank.ts";
import type { Path } from "./yaml_source.ts";

const runLength = 8;
/** Of a run, so many must be words rather than symbols: formulas are nobody's. */
const longWordsMin = 5;

interface Origin {
  readonly file: string;
  readonly line: number;
}

/**
 * Names every text of the questions that shares a run of eight words with a file of the folder. Maths, code and the titles of
 * sources are left out, capitals and punctuation do not matter.
 *
 * @throws when the folder cannot be read.
 */
export async function sharedRunFaults(questions: readonly SourcedQuestion[], folder: string): Promise<Fault[]> {
  const runs = await readRuns(folder);
  return questions.flatMap(({ question, yaml }) =>
    texts(question).flatMap(([path, text]) => {
      const found = runsOf(text).find(({ run }) => runs.has(run));
      if (found === undefined) return [];
      const { file, line } = runs.get(found.run)!;
      const message = `shares "${found.run}" with ${file}:${line}, expected own words`;
      return [{ file: yaml.file, ...yaml.place(path), message }];
    })
  );
}

async function readRuns(folder: string): Promise<ReadonlyMap<string, Origin>> {
  const runs = new Map<string, Origin>();
  for (const file of await filesBelow(folder)) {
    const text = await Deno.readTextFile(file);
    for (const { run, offset } of runsOf(text)) {
      if (!runs.has(run)) runs.set(run, { file, line: text.slice(0, offset).split("\n").length });
    }
  }
  return runs;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  const nested = await Promise.all(
    entries.map(({ name, isDirectory }) =>
      isDirectory ? filesBelow(join(folder, name)) : Promise.resolve([join(folder, name)])
    ),
  );
  return nested.flat().toSorted();
}

/** All strings that an author writes, with their paths; sources are cited as they are. */
function texts(value: unknown, path: Path = []): [Path, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null || path[0] === "references") return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, part]) => texts(part, [...path, key]));
}

function runsOf(text: string): { run: string; offset: number }[] {
  const plain = text.replace(/(\$\$?)[^$]+\1|```[^]*?```|`[^`\n]*`/g, (part) => part.replace(/\S/g, " "));
  const words = [...plain.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({
    word: word.toLowerCase(),
    index,
  }));
  return words.slice(0, Math.max(0, words.length - runLength + 1)).flatMap(({ index: offset }, start) => {
    const run = words.slice(start, start + runLength).map(({ word }) => word);
    return run.filter((word) => word.length > 2).length < longWordsMin ? [] : [{ run: run.join(" "), offset }];
  });
}
