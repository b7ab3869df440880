import { readSet, type SetRow } from "../eval/read_set.ts";

/** Sets whose licence allows to train on them, as their files are named. */
export const trainingSets: readonly string[] = ["mohler", "scientsbank_2way", "beetle_2way", "saf_en"];

/**
 * All answers of the sets that may be trained on.
 *
 * @throws {RangeError} when the folder lacks one of their files, or a file is no set.
 */
export function readTrainingSets(folder: string): SetRow[] {
  return trainingSets.flatMap((name) =>
    readSet(readFile(`${folder}/${name}_dev.tsv`)).map((row) => ({ ...row, set: row.set || name }))
  );
}

function readFile(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RangeError(
      `Cannot read set "${path}": no such file, expected ${trainingSets.map((name) => `${name}_dev.tsv`).join(", ")}`,
    );
  }
}
