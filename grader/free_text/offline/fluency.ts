import { functionWords } from "../words.ts";
import table from "./fluency.json" with { type: "json" };
import type { Token } from "./tokens.ts";

// Words are put into classes: every function word is its own, the others go by their ending.
const endings = ["ing", "ed", "ly", "tion", "ment", "ness", "ity", "able", "ful", "ous", "ive", "al", "er", "est"];

/** Class of a lower-case word. */
export function wordClass(word: string): string {
  if (functionWords.has(word)) return word;
  if (/^\d/.test(word)) return "#number";
  const ending = endings.find((ending) => word.endsWith(ending) && word.length > ending.length + 2);
  if (ending) return `#${ending}`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? "#s" : "#word";
}

/** Class that stands for the beginning of a sentence. */
export const sentenceStart = "^";
/** Class that stands for a pause. */
export const pause = ",";

const counts: ReadonlyMap<string, number> = new Map(Object.entries<number>(table.counts));
// "the data" is filed under "the", as "data 12" among others.
const pairs: ReadonlyMap<string, number> = new Map(
  Object.entries<string>(table.pairs).flatMap(([first, seconds]) =>
    Array.from(seconds.matchAll(/(\S+) (\d+)/g), ([, second, n]) => [`${first} ${second}`, Number(n)] as const)
  ),
);
const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
const smoothing = 0.5;

/**
 * How well each token follows the one before it: pointwise mutual information of their classes (Church and Hanks 1990), from
 * counts over short answers that people wrote. Sentences average about 0.4; the same words shuffled, about -0.6.
 */
export function fluency(tokens: readonly Token[], text: string): number[] {
  let before = sentenceStart;
  let end = 0;
  return tokens.map((token, i) => {
    const gap = text.slice(end, token.start);
    if (i > 0 && token.sentence !== tokens[i - 1]?.sentence) before = sentenceStart;
    else if (/[,:()]/.test(gap)) before = pause;
    end = token.end;
    const own = wordClass(token.word);
    const value = information(before, own);
    before = own;
    return value;
  });
}

function information(first: string, second: string): number {
  const expected = ((counts.get(first) ?? 1) * (counts.get(second) ?? 1)) / total;
  return Math.log(((pairs.get(`${first} ${second}`) ?? 0) + smoothing) / (expected + smoothing));
}
