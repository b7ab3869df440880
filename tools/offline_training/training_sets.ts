import { readInput } from "../command.ts";
import { readSet, type SetRow } from "../eval/read_set.ts";

/** Sets whose licence allows to train on them, as their files are named. */
export const trainingSets: readonly string[] = ["mohler", "scientsbank_2way", "beetle_2way", "saf_en"];

/**
 * All answers of the sets that may be trained on.
 *
 * @throws {CommandError} when the folder lacks one of their files, or a file is no set.
 */
export function readTrainingSets(folder: string): SetRow[] {
  const expected = trainingSets.map((name) => `${name}_dev.tsv`).join(", ");
  return trainingSets.flatMap((name) => {
    const text = readInput(`${folder}/${name}_dev.tsv`, { what: "set", expected });
    return readSet(text).map((row) => ({ ...row, set: row.set || name }));
  });
}
