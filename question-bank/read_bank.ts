import { readCodingFolder } from "./coding_folder.ts";
import type { Fault } from "./fault.ts";
import { listFolder, unreadable } from "./folder.ts";
import type { Question } from "./format.ts";
import { parseQuestion } from "./question_source.ts";
import { contentVersion } from "./version.ts";
import type { YamlSource } from "./yaml_source.ts";

/** A sound question with the file that it came from. */
export interface SourcedQuestion {
  readonly question: Question;
  readonly yaml: YamlSource;
}

/** What is in some folders, sound and broken. */
export interface BankReading {
  /** The sound ones, in no promised order. */
  readonly questions: readonly SourcedQuestion[];
  readonly faults: readonly Fault[];
}

/** One file or coding folder; either part may be missing. */
interface Reading {
  readonly question?: Question;
  readonly yaml?: YamlSource;
  readonly faults: readonly Fault[];
}

/** Reads every question under the folders and everything that is wrong with them. */
export async function readBank(directories: readonly string[]): Promise<BankReading> {
  const listings = await Promise.all(directories.map(listFolder));
  const readings = await Promise.all(listings.flatMap(({ questionFiles, codingFolders }) => [
    ...questionFiles.map(readQuestionFile),
    ...codingFolders.map(readCodingQuestion),
  ]));
  return {
    questions: readings.flatMap(({ question, yaml, faults }) =>
      question && yaml && faults.length === 0 ? [{ question, yaml }] : []
    ),
    faults: [
      ...listings.flatMap((listing) => listing.faults),
      ...readings.flatMap((reading) => reading.faults),
      ...repeatedIds(readings.flatMap(({ yaml }) => yaml ?? [])),
    ],
  };
}

async function readQuestionFile(file: string): Promise<Reading> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { faults: [unreadable(file, error, "file")] };
  }
  const { question, faults, yaml } = parseQuestion(text, { place: "questions", file });
  if (question === undefined || question.kind === "coding") return { yaml, faults };
  return { question: { ...question, version: contentVersion(question) }, yaml, faults };
}

async function readCodingQuestion(folder: string): Promise<Reading> {
  const { source, parts, faults } = await readCodingFolder(folder);
  if (source === undefined) return { faults };
  const { question: info, yaml } = source;
  if (info?.kind !== "coding" || parts === undefined) return { yaml, faults };
  const { checksSource, ...rest } = parts;
  const { starter, reference, wrong } = rest;
  const version = contentVersion({ ...info, starter, reference, wrong, checksSource });
  return { question: { ...info, ...rest, version }, yaml, faults };
}

function repeatedIds(sources: readonly YamlSource[]): Fault[] {
  const owners = new Map<string, string>();
  return sources.flatMap(({ data, file, place }) => {
    const id = typeof data === "object" && data !== null && "id" in data ? data.id : undefined;
    if (typeof id !== "string") return [];
    const owner = owners.get(id);
    if (owner === undefined) {
      owners.set(id, file);
      return [];
    }
    return [{ file, ...place(["id"]), message: `id "${id}" is taken by ${owner}, expected a unique one` }];
  });
}
