/**
 * `deno task bank export` and `import`.
 *
 * @module
 */
import { dirname, join, relative } from "node:path";
import { bankDirectory, loadBank, type Topic } from "../question-bank/mod.ts";
import {
  exportQuestions,
  type FormatName,
  formatNames,
  formatOfFile,
  idsInUse,
  type Note,
  readQuestions,
  type Review,
  reviewDraft,
} from "../question-bank/exchange/mod.ts";

/** What to write, and from which folders. */
export interface ExportOptions {
  readonly format?: string | undefined;
  readonly out?: string | undefined;
  readonly folders: readonly string[];
}

/** Writes questions, all or those named, to a file or the standard output, and tells what stays behind on the standard error. */
export async function exportCommand(ids: readonly string[], { format, out, folders }: ExportOptions): Promise<number> {
  const name = formatNamed(format, out);
  if (name === undefined) return refuseFormat(format, out);
  const { questions, get } = await loadBank(folders);
  const unknown = ids.find((id) => get(id) === undefined);
  if (unknown !== undefined) {
    return refuse(`Cannot export "${unknown}": not in the bank, expected the id of a question`);
  }
  const chosen = ids.length === 0 ? questions : ids.map((id) => get(id)!);
  const { content, notes } = exportQuestions(chosen, name);
  if (out !== undefined) {
    try {
      await Deno.writeFile(out, content);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory)) throw error;
      return refuse(
        `Cannot write "${out}": no such folder, or a folder itself, expected a file in a folder that is there`,
      );
    }
  } else if (name === "qti3" && Deno.stdout.isTerminal()) {
    return refuse("Cannot print a QTI 3 package: it is a zip, expected --out <file>.zip");
  } else await writeOut(content);
  const left = new Set(notes.filter(({ field }) => field === "question").map(({ question }) => question));
  console.error(formatNotes(`Not carried by ${name}`, notes));
  console.error(`${chosen.length - left.size} of ${chosen.length} questions${out === undefined ? "" : ` in ${out}`}`);
  return 0;
}

async function writeOut(content: Uint8Array): Promise<void> {
  for (let rest = content; rest.length > 0;) rest = rest.subarray(await Deno.stdout.write(rest));
}

/** Where imported questions go. */
export interface ImportOptions {
  readonly format?: string | undefined;
  /** The bank's folder to write to. */
  readonly folder: string;
  /** For questions that tell none. */
  readonly topic: Topic;
  /** Without it the review alone is printed. */
  readonly write: boolean;
  /** Folders whose ids are taken. */
  readonly folders: readonly string[];
}

/** Prints what a file holds and what each question lacks; writes only when told so, and over nothing. */
export async function importCommand(file: string, options: ImportOptions): Promise<number> {
  const { format, folder, topic, write, folders } = options;
  const name = formatNamed(format, file);
  if (name === undefined) return refuseFormat(format, file);
  let reading;
  try {
    reading = readQuestions(await Deno.readFile(file), name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return refuse(`Cannot import "${file}": not there, expected a file`);
    if (!(error instanceof SyntaxError)) throw error;
    return refuse(`Cannot import "${file}" as ${name}: ${error.message}`);
  }
  const inUse = await idsInUse([...new Set([...folders, folder])]);
  const taken = new Set(inUse);
  let ready = 0;
  let written = 0;
  for (const draft of reading.drafts) {
    const review = reviewDraft(draft, { topic, taken });
    const repeated = taken.has(review.id);
    taken.add(review.id);
    console.log(formatReview(review, repeated));
    if (review.missing.length === 0) ready++;
    if (repeated) continue;
    if (write && await writeNew(review, folder)) written++;
  }
  if (reading.notes.length > 0) console.log(formatNotes("Not understood", reading.notes));
  const count = reading.drafts.length;
  console.log(
    `${count} ${count === 1 ? "question" : "questions"} understood, ${ready} up to the standard, ` +
      (write ? `${written} written` : "none written (--write does)"),
  );
  return reading.notes.length === 0 && (!write || written === count) ? 0 : 1;
}

async function writeNew({ path, yaml }: Review, folder: string): Promise<boolean> {
  const file = join(folder, path);
  const schema = relative(dirname(file), join(bankDirectory, "question.schema.json"));
  await Deno.mkdir(dirname(file), { recursive: true });
  try {
    await Deno.writeTextFile(file, yaml.replace(/\$schema=\S+/, `$schema=${schema}`), { createNew: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    console.log(`  not written: ${file} exists`);
    return false;
  }
  console.log(`  written: ${file}`);
  return true;
}

function formatReview({ id, path, understood, assumed, missing, sound }: Review, repeated: boolean): string {
  return [
    `${id} (${path})`,
    `  understood: ${understood.join(", ")}`,
    ...(assumed.length > 0 ? [`  filled in: ${assumed.join(", ")}`] : []),
    ...(repeated ? ["  not written: the id is taken"] : []),
    ...(sound ? [] : ["  does not load yet: complete the file, then take the _ off its name"]),
    ...missing.map((line) => `  missing: ${line}`),
  ].join("\n");
}

function formatNotes(title: string, notes: readonly Note[]): string {
  const byQuestion = Map.groupBy(notes, ({ question }) => question);
  const lines = [...byQuestion].map(([question, notes]) => {
    const byReason = Map.groupBy(notes, ({ reason }) => reason);
    return `  ${question}: ${
      [...byReason].map(([reason, notes]) => `${notes.map(({ field }) => field).join(", ")}: ${reason}`).join("; ")
    }`;
  });
  return lines.length === 0 ? `${title}: nothing` : [`${title}:`, ...lines].join("\n");
}

function formatNamed(format: string | undefined, file: string | undefined): FormatName | undefined {
  if (format !== undefined) return formatNames.find((name) => name === format);
  return file === undefined ? undefined : formatOfFile(file);
}

function refuseFormat(format: string | undefined, file: string | undefined): number {
  const expected = `expected --format ${formatNames.join("|")}`;
  if (format !== undefined) return refuse(`Cannot use the format "${format}": unknown, ${expected}`);
  return refuse(
    file === undefined
      ? `Cannot export: no format is given, ${expected}`
      : `Cannot tell the format of "${file}": its name does not say, ${expected}`,
  );
}

function refuse(message: string): number {
  console.error(message);
  return 2;
}
