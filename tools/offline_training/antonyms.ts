/** Words that WordNet calls each other's opposites. */
export type Antonyms = readonly [string, string];

const singleWord = /^[a-z]+$/;

/**
 * Pairs of antonyms from the text of WordNet's data files (`data.noun` …), each once and in the order of the alphabet. Words of one
 * synset are told apart: "up" is the opposite of "down", its synonyms are not.
 */
export function antonyms(dataFiles: readonly string[]): Antonyms[] {
  const found = new Map<string, Antonyms>();
  for (const file of dataFiles) {
    const synsets = new Map(
      file.split("\n").flatMap((line) => {
        const synset = synsetOf(line);
        return synset ? [[synset.offset, synset] as const] : [];
      }),
    );
    for (const { words, opposites } of synsets.values()) {
      for (const { from, offset, to } of opposites) {
        const [a = "", b = ""] = [words[from - 1], synsets.get(offset)?.words[to - 1]].sort();
        if (singleWord.test(a) && singleWord.test(b)) found.set(`${a} ${b}`, [a, b]);
      }
    }
  }
  return [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([, pair]) => pair);
}

interface Synset {
  readonly offset: string;
  readonly words: readonly string[];
  /** Numbers of words, from 1, here and in the synset at `offset`. */
  readonly opposites: readonly { readonly from: number; readonly offset: string; readonly to: number }[];
}

// wndb(5WN): offset, file, part, number of words in hexadecimal, each with an id, number of pointers, each of four fields. Opposites
// are of the same part of speech, so that offsets need no more.
function synsetOf(line: string): Synset | undefined {
  const bar = line.indexOf("|");
  if (bar < 0 || line.startsWith("  ")) return undefined;
  const fields = line.slice(0, bar).trim().split(" ");
  const count = Number.parseInt(fields[3] ?? "0", 16);
  const pointersAt = 4 + 2 * count;
  const pointers = Array.from({ length: Number(fields[pointersAt] ?? 0) }, (_, i) => pointersAt + 1 + 4 * i);
  return {
    offset: fields[0] ?? "",
    words: Array.from({ length: count }, (_, i) => (fields[4 + 2 * i] ?? "").toLowerCase().replace(/\(\w+\)$/, "")),
    opposites: pointers.filter((at) => fields[at] === "!").map((at) => ({
      from: Number.parseInt(fields[at + 3]?.slice(0, 2) ?? "0", 16),
      offset: fields[at + 1] ?? "",
      to: Number.parseInt(fields[at + 3]?.slice(2) ?? "0", 16),
    })),
  };
}
