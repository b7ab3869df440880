/**
 * What training and scoring share, see `reference_score.ts`.
 *
 * @module
 */
import { predictTrees, type Trees } from "../../grader/free_text/offline/trees.ts";
import { formNames } from "./form_features.ts";
import { logit } from "./logit.ts";
import { referenceFeatureNames } from "./reference_features.ts";

/** The sets that were trained on whose scores are marks of an exam. */
export const setsOfMarks: readonly string[] = ["mohler", "saf_en"];

/** The sets that were trained on whose scores are labels. */
export const setsOfLabels: readonly string[] = ["scientsbank", "beetle"];

/** Features that tell how a text is put into words; they tell spoilt references from answers, and nothing of what an answer says. */
export const formFeatures: ReadonlySet<string> = new Set([
  ...["worstDenial", "worstSentence", ...formNames],
  ...["bigramRecall", "orderedRecall", "orderedPrecision", "moreNegations", "fewerNegations"].map((name) =>
    `overlap.${name}`
  ),
]);

// A key point may be said in one sentence of a long answer: neither its length nor the rest of it counts.
const notForPoints = [
  ...["answerLength", "lengthRatio", "precision", "weightedPrecision", "newPrecision", "trigramPrecision"],
  ...["fourgramPrecision", "cosine", "orderedPrecision"],
].map((name) => `overlap.${name}`).concat(
  ["precision", "closePrecision", "cosine", "cosineBesideQuestion", "questionCosine"].map((name) => `related.${name}`),
);

// A reference comes without known errors.
const ofErrors = ["clauses.counter"];

/** Features that the score of a whole answer, or of a key point, takes no account of. */
export const withoutWeight: Readonly<Record<"answers" | "points", ReadonlySet<string>>> = {
  answers: new Set([...formFeatures, ...ofErrors]),
  points: new Set([...formFeatures, ...ofErrors, ...notForPoints]),
};

/** Names of the features that the score is computed from: {@link referenceFeatureNames}, and which set it is, 1 or 0 for each. */
export function withSetNames(sets: readonly string[]): readonly string[] {
  return [...referenceFeatureNames, ...sets.map((set) => `set.${set}`)];
}

// A score of 0 or 1 has no logit.
const margin = 1e-6;

/** A score moved away from `centre` in logits, `factor` times as far from it as it was. */
export function spread(
  score: number,
  { factor, centre }: { readonly factor: number; readonly centre: number },
): number {
  const from = logit(centre, { margin });
  return 1 / (1 + Math.exp(-(from + factor * (logit(score, { margin }) - from))));
}

/** What a reference looks like. */
export interface ReferenceForm {
  /** Share of its words that only hold sentences together. */
  readonly functionShare: number;
  readonly words: number;
}

const wordsOfAPhrase = 3, wordsOfAList = 8;
const functionShareOfAList = 0.15;

/** Whether a reference is a word or a short phrase ("private and public"), whose words may stand in any order. */
export function isPhrase({ words }: ReferenceForm): boolean {
  return words <= wordsOfAPhrase;
}

/** Whether a reference is a list of items without sentences around them. */
export function isList({ functionShare, words }: ReferenceForm): boolean {
  return words >= wordsOfAList && functionShare < functionShareOfAList;
}

/** The form of the reference that features were computed with. */
export function formOf(features: ArrayLike<number>): ReferenceForm {
  return {
    functionShare: features[indexOf("referenceFunctionShare")] ?? 0,
    words: Math.round(Math.expm1(features[indexOf("referenceWords")] ?? 0)),
  };
}

const indexOf = (name: string) => referenceFeatureNames.indexOf(name);
const spoiltFrom = 0.5, spoiltTo = 0.9;

// A phrase said in a sentence is no list of words.
const wordsPerWordOfAPhrase = 3;
// Share of the neighbours within its items that an answer keeps together.
const itemsOfAList = 0.8;
// Nobody's answer that got marks is a copy with so many opposites in it.
const orderOfACopy = 0.85;
const wordsPerOpposite = 25;

/**
 * What is left of a score when `spoilt` tells how likely a text is a spoilt reference: all up to a probability of 0.5, nothing from 0.9
 * on. Where the reference is a phrase or a list, its items may stand in any order, but not their words. A copy of the reference with
 * opposites in it gets nothing.
 */
export function genuineShare(spoilt: Trees, features: ArrayLike<number>): number {
  const of = (name: string) => features[indexOf(name)] ?? 0;
  const form = formOf(features);
  const itemsAreKept = of("copy.items") >= itemsOfAList;
  if (isPhrase(form) && of("copy.words") === 1 && !itemsAreKept) return 0;
  const opposites = of("copy.opposites");
  // Items may be each other's opposites and have changed places.
  const isDenied = of("worstDenial") < 1 || of("overlap.moreNegations") > 0 || (opposites > 0 && of("copy.said") < 1);
  const words = Math.expm1(of("overlap.answerLength"));
  const isOrderFree = (isPhrase(form) || isList(form)) && words <= wordsPerWordOfAPhrase * form.words;
  if (isOrderFree && itemsAreKept && !isDenied) return 1;
  if (of("copy.order") >= orderOfACopy && wordsPerOpposite * opposites >= form.words) return 0;
  const probability = 1 / (1 + Math.exp(-predictTrees(spoilt, features)));
  return 1 - Math.min(1, Math.max(0, (probability - spoiltFrom) / (spoiltTo - spoiltFrom)));
}
