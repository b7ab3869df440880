import { readCodingFolder } from "./coding_folder.ts";
import { BankError, type Fault } from "./fault.ts";
import { listFolder, unreadable } from "./folder.ts";
import { type Bank, type Question, topics } from "./format.ts";
import { parseQuestion } from "./question_source.ts";
import { contentVersion } from "./version.ts";

/** The folder of the questions that viva ships with. */
export const bankDirectory: string = import.meta.dirname ?? "question-bank";

/** A question with the file that it came from, or what is wrong with that file. */
interface Read {
  readonly question?: Question;
  /** As it stands in the file, however broken the rest is. */
  readonly id: unknown;
  readonly file: string;
  readonly line: number;
  readonly faults: readonly Fault[];
}

/**
 * Reads every question under the folders (`questions/<topic>/<id>.yaml` and `coding/<id>/`), in stable order: by topic, then
 * id. Ids are unique across folders. A folder is trusted: `checks.ts` of its coding questions is imported and runs here.
 *
 * @throws {BankError} with all faults of all files.
 */
export async function loadBank(directories: readonly string[] = [bankDirectory]): Promise<Bank> {
  const listings = await Promise.all(directories.map(listFolder));
  const read = await Promise.all(listings.flatMap(({ questionFiles, codingFolders }) => [
    ...questionFiles.map(readQuestionFile),
    ...codingFolders.map(readCodingQuestion),
  ]));
  const faults = [
    ...listings.flatMap((listing) => listing.faults),
    ...read.flatMap((result) => result.faults),
    ...repeatedIds(read),
  ];
  if (faults.length > 0) throw new BankError(faults);
  return createBank(read.flatMap(({ question }) => question ?? []));
}

/** A bank of these questions, in order: by topic, then id. The caller answers for their being valid. */
export function createBank(questions: readonly Question[]): Bank {
  const ordered = questions.toSorted((a, b) =>
    topics.indexOf(a.topic) - topics.indexOf(b.topic) || (a.id < b.id ? -1 : 1)
  );
  const byId = new Map(ordered.map((question) => [question.id, question]));
  return { questions: ordered, get: (id) => byId.get(id) };
}

async function readQuestionFile(file: string): Promise<Read> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { id: undefined, file, line: 1, faults: [unreadable(file, error, "file")] };
  }
  const { question, faults, yaml } = parseQuestion(text, { place: "questions", file });
  const read = { id: idOf(yaml.data), file, line: yaml.place(["id"]).line, faults };
  if (question === undefined || question.kind === "coding") return read;
  return { ...read, question: { ...question, version: contentVersion(question) } };
}

async function readCodingQuestion(folder: string): Promise<Read> {
  const { source, parts, faults } = await readCodingFolder(folder);
  if (source === undefined) return { id: undefined, file: folder, line: 1, faults };
  const { yaml, question: info } = source;
  const read = { id: idOf(yaml.data), file: yaml.file, line: yaml.place(["id"]).line, faults };
  if (info?.kind !== "coding" || parts === undefined) return read;
  const { checksSource, ...rest } = parts;
  const { starter, reference, wrong } = rest;
  const version = contentVersion({ ...info, starter, reference, wrong, checksSource });
  return { ...read, question: { ...info, ...rest, version } };
}

function idOf(data: unknown): unknown {
  return typeof data === "object" && data !== null && "id" in data ? data.id : undefined;
}

function repeatedIds(read: readonly Read[]): Fault[] {
  const owners = new Map<string, string>();
  return read.flatMap(({ id, file, line }) => {
    if (typeof id !== "string") return [];
    const owner = owners.get(id);
    if (owner !== undefined) {
      return [{ file, line, message: `id "${id}" is taken by ${owner}, expected a unique one` }];
    }
    owners.set(id, file);
    return [];
  });
}
