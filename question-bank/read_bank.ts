import { readCodingFolder } from "./coding_folder.ts";
import { composeQuestion, type CompositeFile } from "./composite.ts";
import type { Fault } from "./fault.ts";
import { listFolder, unreadable } from "./folder.ts";
import type { CodingQuestion, Question } from "./format.ts";
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
  /** A question whose parts are elsewhere. */
  readonly composite?: CompositeFile;
  readonly yaml?: YamlSource;
  readonly faults: readonly Fault[];
}

/** Reads every question under the folders and everything that is wrong with them. */
export async function readBank(directories: readonly string[]): Promise<BankReading> {
  const listings = await Promise.all(directories.map(listFolder));
  const read = await Promise.all(listings.flatMap(({ questionFiles, codingFolders }) => [
    ...questionFiles.map(readQuestionFile),
    ...codingFolders.map(readCodingQuestion),
  ]));
  const readings = withParts(read);
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
  const { source, parts, composite, faults } = await readCodingFolder(folder);
  if (source === undefined) return { faults };
  if (composite !== undefined) return { yaml: source.yaml, composite, faults };
  const { question: info, yaml } = source;
  if (info?.kind !== "coding" || info.entryPoints === undefined || parts === undefined) return { yaml, faults };
  const { checksSource, ...rest } = parts;
  const { starter, reference, wrong } = rest;
  const version = contentVersion({ ...info, starter, reference, wrong, checksSource });
  return { question: { ...info, entryPoints: info.entryPoints, ...rest, version }, yaml, faults };
}

/** Makes the questions that are lists of others, now that all are read. */
function withParts(readings: readonly Reading[]): Reading[] {
  const sound = new Map(
    readings.flatMap(({ question }) => question?.kind === "coding" ? [[question.id, question]] : []),
  );
  const broken = new Set(
    readings.flatMap(({ question, composite, yaml }) =>
      question === undefined && composite === undefined && yaml ? [idOf(yaml)] : []
    ),
  );
  return readings.map((reading) => {
    const { composite, yaml } = reading;
    if (composite === undefined || yaml === undefined) return reading;
    const parts: CodingQuestion[] = [];
    const faults = [...reading.faults];
    const report = (index: number, message: string) =>
      faults.push({ file: yaml.file, ...yaml.place(["parts", index]), message: `parts[${index}] ${message}` });
    composite.info.parts.forEach((id, index) => {
      const part = sound.get(id);
      const names = part?.entryPoints.map(({ name }) => name) ?? [];
      if (part !== undefined && parts.includes(part)) return;
      const taken = names.find((name) => parts.some(({ entryPoints }) => entryPoints.some((own) => own.name === name)));
      if (taken !== undefined) report(index, `exports "${taken}" as another part does, expected every name once`);
      else if (part !== undefined) parts.push(part);
      else if (!broken.has(id)) {
        report(index, `is "${id}", expected the id of a coding question with checks of its own`);
      }
    });
    const isWhole = parts.length === composite.info.parts.length;
    return { ...reading, faults, ...(isWhole && { question: composeQuestion(composite, parts) }) };
  });
}

function idOf({ data }: YamlSource): unknown {
  return typeof data === "object" && data !== null && "id" in data ? data.id : undefined;
}

function repeatedIds(sources: readonly YamlSource[]): Fault[] {
  const owners = new Map<string, string>();
  return sources.flatMap((source) => {
    const { file, place } = source;
    const id = idOf(source);
    if (typeof id !== "string") return [];
    const owner = owners.get(id);
    if (owner === undefined) {
      owners.set(id, file);
      return [];
    }
    return [{ file, ...place(["id"]), message: `id "${id}" is taken by ${owner}, expected a unique one` }];
  });
}
