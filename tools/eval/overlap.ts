import { functionWords } from "../../grader/mod.ts";

/** Weight of a word, from how few questions of a set use it. */
export type WordWeight = (word: string) => number;

/** Inverse document frequency over texts, one document each. */
export function wordWeights(texts: readonly string[]): WordWeight {
  const frequency = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(words(text))) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  return (word) => Math.log((texts.length + 1) / ((frequency.get(word) ?? 0) + 0.5));
}

/** Names of the numbers of {@link overlap}, in order. */
export const overlapNames = [
  ...["recall", "precision", "weightedRecall", "weightedPrecision", "newRecall", "newPrecision"],
  ...["trigramRecall", "trigramPrecision", "fourgramRecall", "fourgramPrecision", "cosine"],
  ...["answerLength", "lengthRatio", "referenceLength", "newOverlap"],
  ...["bigramRecall", "orderedRecall", "orderedPrecision", "moreNegations", "fewerNegations"],
] as const;

/** Texts to compare. */
export interface Texts {
  readonly question: string;
  readonly reference: string;
  readonly answer: string;
}

/**
 * How much an answer and a reference have in common on the surface: words, words weighted by rarity, words that are not the question's,
 * runs of characters, lengths, order, and how many negations one has more than the other. "Recall" is the share of the reference,
 * "precision" that of the answer; "ordered" words are those of the longest common subsequence.
 */
export function overlap({ question, reference, answer }: Texts, weight: WordWeight): number[] {
  const [inQuestion, wanted, said] = [new Set(words(question)), words(reference), words(answer)];
  const [r, a] = [new Set(wanted), new Set(said)];
  const content = (set: ReadonlySet<string>) => new Set([...set].filter((word) => !functionWords.has(word)));
  const [rc, ac] = [content(r), content(a)];
  const [rn, an] = [rc.difference(inQuestion), ac.difference(inQuestion)];
  const sum = (set: ReadonlySet<string>) => [...set].reduce((total, word) => total + weight(word), 0);
  const share = (part: number, whole: number) => whole <= 0 ? 0 : part / whole;
  const both = sum(rc.intersection(ac));
  const bothNew = sum(rn.intersection(an));
  const three = ngrams(wanted, said, 3);
  const four = ngrams(wanted, said, 4);
  const common = r.intersection(a).size;
  const ordered = longestCommonSubsequence(wanted, said);
  const bigrams = (list: readonly string[]) => new Set(list.slice(1).map((word, i) => `${list[i]} ${word}`));
  const wantedBigrams = bigrams(wanted);
  const negations = said.filter(isNegation).length - wanted.filter(isNegation).length;
  return [
    share(common, r.size),
    share(common, a.size),
    share(both, sum(rc)),
    share(both, sum(ac)),
    share(bothNew, sum(rn)),
    share(bothNew, sum(an)),
    share(three.common, three.reference),
    share(three.common, three.answer),
    share(four.common, four.reference),
    share(four.common, four.answer),
    share(both, Math.sqrt(sum(rc) * sum(ac))),
    Math.log1p(said.length),
    share(said.length, wanted.length),
    Math.log1p(wanted.length),
    bothNew,
    share(wantedBigrams.intersection(bigrams(said)).size, wantedBigrams.size),
    share(ordered, wanted.length),
    share(ordered, said.length),
    Math.min(3, Math.max(0, negations)),
    Math.min(3, Math.max(0, -negations)),
  ];
}

const negationWords = new Set([
  "not",
  "no",
  "never",
  "none",
  "nor",
  "neither",
  "cannot",
  "without",
  "nothing",
  "false",
  "isn",
  "doesn",
  "don",
]);

function isNegation(word: string): boolean {
  return negationWords.has(word);
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  const lengths = new Uint16Array(b.length + 1);
  for (const word of a) {
    let before = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = lengths[j] ?? 0;
      lengths[j] = word === b[j - 1] ? before + 1 : Math.max(above, lengths[j - 1] ?? 0);
      before = above;
    }
  }
  return lengths[b.length] ?? 0;
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
}

function ngrams(reference: readonly string[], answer: readonly string[], n: number) {
  const counts = (list: readonly string[]) => {
    const text = ` ${list.join(" ")} `;
    const found = new Map<string, number>();
    for (let i = 0; i + n <= text.length; i++) {
      const gram = text.slice(i, i + n);
      found.set(gram, (found.get(gram) ?? 0) + 1);
    }
    return found;
  };
  const [r, a] = [counts(reference), counts(answer)];
  const total = (map: ReadonlyMap<string, number>) => [...map.values()].reduce((sum, count) => sum + count, 0);
  let common = 0;
  for (const [gram, count] of r) common += Math.min(count, a.get(gram) ?? 0);
  return { common, reference: total(r), answer: total(a) };
}
