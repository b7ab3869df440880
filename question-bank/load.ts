import { readCodingFolder } from "./coding_folder.ts";
import { BankError, type Fault } from "./fault.ts";
import { listFolder } from "./folder.ts";
import { type Bank, type Question, topics } from "./format.ts";
import { parseQuestion } from "./question_source.ts";
import { contentVersion } from "./version.ts";

/** The folder of the questions that viva ships with. */
export const bankDirectory: string = import.meta.dirname ?? "question-bank";

/** A question with the file that it came from, or what is wrong with that file. */
interface Read {
  readonly question?: Question;
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
    return {
      file,
      line: 1,
      faults: [{ file, line: 1, message: `Cannot read "${file}": ${error.message}, expected a readable file` }],
    };
  }
  const { question, faults, yaml } = parseQuestion(text, { place: "questions", file });
  const { line } = yaml.place(["id"]);
  if (question === undefined || question.kind === "coding") return { file, line, faults };
  return { question: { ...question, version: contentVersion(question) }, file, line, faults };
}

async function readCodingQuestion(folder: string): Promise<Read> {
  const { source, parts, faults } = await readCodingFolder(folder);
  const file = source?.yaml.file ?? folder;
  const line = source?.yaml.place(["id"]).line ?? 1;
  const info = source?.question;
  if (info?.kind !== "coding" || parts === undefined) return { file, line, faults };
  const { checksSource, ...rest } = parts;
  const { starter, reference, wrong } = rest;
  const version = contentVersion({ ...info, starter, reference, wrong, checksSource });
  return { question: { ...info, ...rest, version }, file, line, faults };
}

function repeatedIds(read: readonly Read[]): Fault[] {
  const owners = new Map<string, string>();
  return read.flatMap(({ question, file, line }) => {
    if (question === undefined) return [];
    const owner = owners.get(question.id);
    if (owner !== undefined) {
      return [{ file, line, message: `id "${question.id}" is taken by ${owner}, expected a unique one` }];
    }
    owners.set(question.id, file);
    return [];
  });
}
