import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Bank, JudgeAnswer, JudgedAnswer } from "../question-bank/mod.ts";

/** Judgements of an earlier check, for answers of a bank and a grader that have not changed since. */
export interface KeptJudgements {
  /** The same judge, asked only for what is not kept. */
  readonly judge: JudgeAnswer;
  /** Writes down what was judged; only what was asked for stays. */
  save(): Promise<void>;
}

const grader = join(import.meta.dirname!, "..", "grader", "free_text");

/**
 * Reads what is kept in a file. A grade depends on the grader's code and data, on the whole bank (how rare a word is) and on the
 * answer, so any change to one of them is judged anew. A file that cannot be read keeps nothing.
 */
export async function keptJudgements(
  path: string,
  { bank, judge }: { readonly bank: Bank; readonly judge: JudgeAnswer },
): Promise<KeptJudgements> {
  const fingerprint = hashOf([await fileHashes(grader), bank.questions.map(({ id, version }) => [id, version])]);
  const before = await read(path, fingerprint);
  const asked = new Map<string, JudgedAnswer>();
  let isNew = false;
  return {
    async judge(question, text) {
      const key = hashOf([question.id, text]);
      const kept = before.get(key);
      isNew ||= kept === undefined;
      const judged = kept ?? await judge(question, text);
      asked.set(key, judged);
      return judged;
    },
    async save() {
      if (!isNew) return;
      await mkdir(dirname(path), { recursive: true });
      // Two checks at the same time must not write into each other's file.
      const own = `${path}.${crypto.randomUUID()}`;
      await writeFile(own, JSON.stringify({ fingerprint, judgements: [...asked] }));
      await rename(own, path);
    },
  };
}

async function read(path: string, fingerprint: string): Promise<ReadonlyMap<string, JudgedAnswer>> {
  try {
    const kept = JSON.parse(await readFile(path, "utf8"));
    return new Map(kept.fingerprint === fingerprint ? kept.judgements : []);
  } catch {
    return new Map();
  }
}

async function fileHashes(folder: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && !/_test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)).sort();
  return await Promise.all(
    paths.map(async (path) => [path.slice(folder.length), hashOf(await readFile(path, "utf8"))] as const),
  );
}

const hashOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
