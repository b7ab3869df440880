import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Fault } from "./fault.ts";
import { unreadable } from "./folder.ts";
import type { CompositeFile } from "./composite.ts";
import type { CodingCheck, CodingQuestion } from "./format.ts";
import { parseQuestion, type QuestionSource } from "./question_source.ts";

/** A coding folder that was read. */
export interface CodingFolder {
  readonly source?: QuestionSource;
  /** What lies beside `question.yaml`; absent when a file is missing or broken. */
  readonly parts?: Pick<CodingQuestion, "starter" | "reference" | "wrong" | "checks"> & {
    /** Source text of `checks.ts`: part of the content that the version is computed from. */
    readonly checksSource: string;
  };
  /** In place of `parts` when it is made of other questions. */
  readonly composite?: CompositeFile;
  readonly faults: readonly Fault[];
}

const wrongMin = 3;

/**
 * Reads `question.yaml`, `starter.ts`, `reference.ts`, `checks.ts` (imported) and `wrong/*.ts`, and compares their ids; of a question
 * with parts the first two, for the others come from its parts.
 */
export async function readCodingFolder(folder: string): Promise<CodingFolder> {
  const faults: Fault[] = [];
  const read = async (name: string): Promise<string | undefined> => {
    const file = join(folder, name);
    try {
      return await Deno.readTextFile(file);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      faults.push(unreadable(file, error, "file"));
      return undefined;
    }
  };

  const [yaml, starter] = await Promise.all([read("question.yaml"), read("starter.ts")]);
  const source = yaml === undefined
    ? undefined
    : parseQuestion(yaml, { place: "coding", file: join(folder, "question.yaml") });
  if (source?.question?.kind === "coding" && source.question.parts !== undefined) {
    const info = { ...source.question, parts: source.question.parts };
    faults.push(...source.faults, ...await strayFiles(folder));
    return { source, faults, ...(starter !== undefined && { composite: { info, starter } }) };
  }
  const [reference, checksSource, wrong] = await Promise.all([
    read("reference.ts"),
    read("checks.ts"),
    readWrong(folder, faults),
  ]);
  const halves = checksSource === undefined ? undefined : await importChecks(join(folder, "checks.ts"), faults);
  if (source === undefined) return { faults };

  faults.push(...source.faults);
  const question = source.question;
  if (question?.kind !== "coding") return { source, faults };

  const infos = question.checks ?? [];
  const ids = infos.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (halves === undefined || Object.hasOwn(halves, id)) continue;
    const message = `checks[${index}].id is "${id}", expected a key of \`checks\` in checks.ts`;
    faults.push({ file: source.yaml.file, ...source.yaml.place(["checks", index, "id"]), message });
  }
  for (const id of Object.keys(halves ?? {})) {
    if (ids.includes(id)) continue;
    const line = lineOf(checksSource ?? "", id);
    faults.push({
      file: join(folder, "checks.ts"),
      line,
      message: `check "${id}" is not in question.yaml, expected it there`,
    });
  }
  for (const { name, rejectedBy } of wrong) {
    if (rejectedBy === "" || ids.includes(rejectedBy)) continue;
    const message = `rejected by "${rejectedBy}", expected the id of a check (${ids.join(", ")})`;
    faults.push({ file: join(folder, "wrong", `${name}.ts`), line: 1, message });
  }

  if (starter === undefined || reference === undefined || checksSource === undefined || halves === undefined) {
    return { source, faults };
  }
  const checks = infos.flatMap((info) => {
    const check = Object.hasOwn(halves, info.id) ? halves[info.id] : undefined;
    return check ? [{ ...info, check }] : [];
  });
  return { source, faults, parts: { starter, reference, wrong, checks, checksSource } };
}

/** What a question with parts must not have beside it, lest it be taken for a copy. */
async function strayFiles(folder: string): Promise<Fault[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return names.filter((name) => ["reference.ts", "checks.ts", "wrong"].includes(name)).map((name) => ({
    file: join(folder, name),
    line: 1,
    message: `${name} is there beside parts, expected it to come from them alone`,
  }));
}

async function readWrong(folder: string, faults: Fault[]): Promise<CodingQuestion["wrong"]> {
  const directory = join(folder, "wrong");
  let names: string[] = [];
  try {
    const entries = await Array.fromAsync(Deno.readDir(directory));
    names = entries.map(({ name }) => name).filter((name) => name.endsWith(".ts")).toSorted();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (names.length < wrongMin) {
    const message = `wrong/ has ${names.length} submissions that must fail, expected at least ${wrongMin}`;
    faults.push({ file: directory, line: 1, message });
  }
  return await Promise.all(names.map(async (name) => {
    const file = join(directory, name);
    const source = await Deno.readTextFile(file);
    const rejectedBy = /^\/\/ rejected by: (\S+)/.exec(source)?.[1];
    if (rejectedBy === undefined) {
      faults.push({ file, line: 1, message: 'first line names no check, expected "// rejected by: <check-id>"' });
    }
    return { name: basename(name, ".ts"), source, rejectedBy: rejectedBy ?? "" };
  }));
}

async function importChecks(file: string, faults: Fault[]): Promise<Record<string, CodingCheck> | undefined> {
  try {
    const module: { readonly checks?: unknown } = await import(pathToFileURL(file).href);
    if (typeof module.checks !== "object" || module.checks === null) {
      faults.push({
        file,
        line: 1,
        message: "exports no object `checks`, expected `checks: Record<string, CodingCheck>`",
      });
      return undefined;
    }
    const checks = module.checks as Record<string, Partial<CodingCheck>>;
    for (const [id, check] of Object.entries(checks)) {
      const missing = (["draw", "probe", "judge"] as const).filter((part) => typeof check?.[part] !== "function");
      if (missing.length === 0) continue;
      const line = lineOf(await Deno.readTextFile(file), id);
      faults.push({
        file,
        line,
        message: `check "${id}" has no ${missing.join(", ")}, expected draw, probe and judge`,
      });
    }
    return checks as Record<string, CodingCheck>;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const line = Number(/checks\.ts:(\d+)/.exec(`${error.message}\n${error.stack}`)?.[1] ?? 1);
    faults.push({ file, line, message: `Cannot import checks.ts: ${error.message.split("\n")[0]}, expected a module` });
    return undefined;
  }
}

function lineOf(source: string, id: string): number {
  const index = source.split("\n").findIndex((line) =>
    line.trimStart().startsWith(`"${id}"`) || line.trimStart().startsWith(`${id}:`)
  );
  return index < 0 ? 1 : index + 1;
}
