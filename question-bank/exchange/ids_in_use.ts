import { basename } from "node:path";
import { listFolder } from "../folder.ts";

/** Ids of the questions in the folders, by the names of their files; folders that are not there have none. */
export async function idsInUse(directories: readonly string[]): Promise<ReadonlySet<string>> {
  const listings = await Promise.all(directories.map(listFolder));
  return new Set(listings.flatMap(({ questionFiles, codingFolders }) => [
    ...questionFiles.map((file) => basename(file, ".yaml")),
    ...codingFolders.map((folder) => basename(folder)),
  ]));
}
