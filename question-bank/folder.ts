import { join } from "node:path";
import type { Fault } from "./fault.ts";

/** What a bank's folder holds. */
export interface FolderListing {
  /** `questions/<topic>/<id>.yaml` */
  readonly questionFiles: readonly string[];
  /** `coding/<id>` */
  readonly codingFolders: readonly string[];
  readonly faults: readonly Fault[];
}

type Entry = Pick<Deno.DirEntry, "name" | "isDirectory">;

/** Lists a bank's folder; names that begin with "." or "_" are passed over. What cannot be read or is misplaced is a fault. */
export async function listFolder(directory: string): Promise<FolderListing> {
  const faults: Fault[] = [];
  const list = async (folder: string): Promise<Entry[]> => {
    try {
      const entries = await Array.fromAsync(Deno.readDir(folder));
      const kept = entries.filter(({ name }) => !/^[._]/.test(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return await Promise.all(kept.map((entry) => followLink(folder, entry)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      faults.push(unreadable(folder, error, "folder"));
      return [];
    }
  };
  const foldersOf = async (folder: string) =>
    (await list(folder)).filter((entry) => entry.isDirectory).map(({ name }) => name);

  const parts = await foldersOf(directory);
  if (faults.length === 0 && !parts.includes("questions") && !parts.includes("coding")) {
    const message = "Cannot use the folder as a bank: neither questions/ nor coding/ in it, expected at least one";
    faults.push({ file: directory, line: 1, message });
  }

  const questionFiles: string[] = [];
  if (parts.includes("questions")) {
    const root = join(directory, "questions");
    for (const entry of await list(root)) {
      const path = join(root, entry.name);
      if (!entry.isDirectory) {
        if (isYaml(entry.name)) faults.push(misplaced(path));
        continue;
      }
      for (const { name, isDirectory } of await list(path)) {
        const file = join(path, name);
        if (isDirectory || name.endsWith(".yml")) faults.push(misplaced(file));
        else if (name.endsWith(".yaml")) questionFiles.push(file);
      }
    }
  }
  const codingFolders = parts.includes("coding")
    ? (await foldersOf(join(directory, "coding"))).map((name) => join(directory, "coding", name))
    : [];
  return { questionFiles, codingFolders, faults };
}

/** Mounted configuration (Kubernetes, Nix) is made of links. */
async function followLink(folder: string, entry: Deno.DirEntry): Promise<Entry> {
  if (!entry.isSymlink) return entry;
  const { isDirectory } = await Deno.stat(join(folder, entry.name));
  return { name: entry.name, isDirectory };
}

/** A file or folder that could not be read. */
export function unreadable(file: string, error: Error, what: "file" | "folder"): Fault {
  const state = error instanceof Deno.errors.NotFound ? "not there" : error.message;
  return { file, line: 1, message: `Cannot read the ${what}: ${state}, expected a readable ${what}` };
}

function isYaml(name: string): boolean {
  return name.endsWith(".yaml") || name.endsWith(".yml");
}

function misplaced(file: string): Fault {
  return { file, line: 1, message: `Cannot use the file: misplaced, expected questions/<topic>/<id>.yaml` };
}
