import { canonicalise } from "../../grader/mod.ts";
import { pause, sentenceStart, wordClass } from "../../grader/free_text/offline/fluency.ts";
import { tokens } from "../../grader/free_text/offline/tokens.ts";

/** Counts of word classes and of pairs of neighbours, as `fluency.ts` reads them. */
export interface FluencyTable {
  readonly counts: Readonly<Record<string, number>>;
  readonly pairs: Readonly<Record<string, string>>;
}

// A pair seen once may be a slip; leaving these out also keeps any text from being read back.
const countMin = 2;

/** Counts which classes of words follow each other in texts that people wrote. */
export function fluencyTable(texts: Iterable<string>): FluencyTable {
  const counts = new Map<string, number>();
  const pairs = new Map<string, Map<string, number>>();
  for (const source of new Set(texts)) {
    const { text } = canonicalise(source);
    let before: string | undefined;
    const step = (own: string) => {
      counts.set(own, (counts.get(own) ?? 0) + 1);
      if (before !== undefined) {
        const seconds = pairs.get(before) ?? new Map<string, number>();
        pairs.set(before, seconds.set(own, (seconds.get(own) ?? 0) + 1));
      }
      before = own;
    };
    let end = 0, sentence = -1;
    for (const token of tokens(text)) {
      if (token.sentence !== sentence) step(sentenceStart);
      else if (/[,:()]/.test(text.slice(end, token.start))) step(pause);
      [end, sentence] = [token.end, token.sentence];
      step(wordClass(token.word));
    }
  }
  return {
    counts: Object.fromEntries(sorted(counts)),
    pairs: Object.fromEntries(
      sorted(pairs).map(([first, seconds]) => [
        first,
        sorted(seconds).filter(([, n]) => n >= countMin).map(([second, n]) => `${second} ${n}`).join(" "),
      ]),
    ),
  };
}

function sorted<V>(map: ReadonlyMap<string, V>): [string, V][] {
  return [...map].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
}
