import { functionWords, words } from "../../grader/free_text/words.ts";
import { stemOf } from "../../grader/free_text/offline/lexicon.ts";
import type { Texts, WordWeight } from "./overlap.ts";
import type { WordVectors } from "./word_vectors.ts";

/** Names of the numbers of {@link relatedness}, in order. */
export const relatednessNames = [
  ...["recall", "closeRecall", "newRecall", "newCloseRecall", "precision", "closePrecision"],
  ...["cosine", "cosineBesideQuestion", "questionCosine"],
] as const;

/** What is prepared once of a text. */
interface Meaning {
  readonly stems: readonly string[];
  readonly weights: readonly number[];
  readonly vectors: readonly (Float32Array | undefined)[];
  /** Sum of the vectors, by weight. */
  readonly sum: Float64Array;
}

// Words less alike than this say different things.
const alikeMin = 0.3;

/**
 * How much an answer and a reference have in common when words count for their neighbours in meaning: each word of the one is paired
 * with the most similar word of the other (Mihalcea, Corley and Strapparava 2006). "Close" counts similarities from 0.3 on, "new" only words that are
 * not the question's; the cosines are of the weighted sums of vectors, once with the question's direction taken out.
 */
export function relatedness(vectors: WordVectors, weight: WordWeight): (texts: Texts) => number[] {
  const known = new Map<string, Meaning>();
  const meaningOf = (text: string) => {
    const found = known.get(text) ?? meaning(text, vectors, weight);
    // Answers come once; references and questions again and again.
    if (known.size < 5000) known.set(text, found);
    return found;
  };
  return ({ question, reference, answer }) => {
    const [asked, wanted, said] = [meaningOf(question), meaningOf(reference), meaning(answer, vectors, weight)];
    if (said.stems.length === 0 || wanted.stems.length === 0) return relatednessNames.map(() => 0);
    const inQuestion = new Set(asked.stems);
    const recall = covered(wanted, said);
    const newRecall = covered(without(wanted, inQuestion), without(said, inQuestion)) ?? recall;
    const precision = covered(said, wanted);
    return [
      ...[recall?.all ?? 0, recall?.close ?? 0, newRecall?.all ?? 0, newRecall?.close ?? 0],
      ...[precision?.all ?? 0, precision?.close ?? 0],
      cosine(said.sum, wanted.sum),
      cosine(beside(said.sum, asked.sum), beside(wanted.sum, asked.sum)),
      cosine(said.sum, asked.sum),
    ];
  };
}

function meaning(text: string, vectors: WordVectors, weight: WordWeight): Meaning {
  const stems = new Map<string, number>();
  for (const { text: word } of words(text)) {
    if (!functionWords.has(word)) stems.set(stemOf(word), Math.max(stems.get(stemOf(word)) ?? 0, weight(word)));
  }
  const sum = new Float64Array(vectors.dimensions);
  const own = [...stems].map(([stem, weight]) => {
    const vector = vectors.of(stem);
    vector?.forEach((value, k) => sum[k]! += weight * value);
    return vector;
  });
  return { stems: [...stems.keys()], weights: [...stems.values()], vectors: own, sum };
}

function without({ stems, weights, vectors, sum }: Meaning, left: ReadonlySet<string>): Meaning {
  const kept = stems.flatMap((stem, i) => left.has(stem) ? [] : [i]);
  return {
    stems: kept.map((i) => stems[i]!),
    weights: kept.map((i) => weights[i]!),
    vectors: kept.map((i) => vectors[i]),
    sum,
  };
}

/** Share of a text's weight that another covers; `undefined` of a text without words. */
function covered(text: Meaning, by: Meaning): { all: number; close: number } | undefined {
  let total = 0, all = 0, close = 0;
  text.stems.forEach((stem, i) => {
    const weight = text.weights[i] ?? 0;
    let best = 0;
    by.stems.forEach((other, j) => best = Math.max(best, stem === other ? 1 : dot(text.vectors[i], by.vectors[j])));
    total += weight;
    all += weight * best;
    close += weight * Math.max(0, (best - alikeMin) / (1 - alikeMin));
  });
  return total === 0 ? undefined : { all: all / total, close: close / total };
}

function dot(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): number {
  if (!a || !b) return 0;
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function cosine(a: Float64Array, b: Float64Array): number {
  return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1);
}

/** What is left of a vector when the direction of another is taken out. */
function beside(vector: Float64Array, direction: Float64Array): Float64Array {
  const share = dot(vector, direction) / (dot(direction, direction) || 1);
  return vector.map((value, k) => value - share * (direction[k] ?? 0));
}
