import { type FeatureName, featureNames } from "./features.ts";
import trained from "./model.json" with { type: "json" };
import { parseTree, predictTrees, type Trees } from "./trees.ts";

/** What makes a statement of words, and what spoils it; each in [0, 1]. */
export interface Gates {
  /** 1 for a sentence that a person would write, 0 for words strewn about. */
  readonly sentence: number;
  /** 0 when the words are there but negated. */
  readonly affirmed: number;
  /** 0 when a word's opposite stands in its place. */
  readonly notOpposite: number;
  /** 0 when it is said of somebody else. */
  readonly sameRoles: number;
}

/** The model's view of one comparison. */
export interface Rating {
  /** That the window says the statement, in [0, 1]. */
  readonly probability: number;
  /** The same, from what is said alone, before the gates. */
  readonly closeness: number;
  readonly gates: Gates;
  /** The lowest of the gates that speak of contradiction. */
  readonly denial: number;
}

const index = Object.fromEntries(featureNames.map((name, i) => [name, i])) as Readonly<Record<FeatureName, number>>;
const shipped: Trees = { bias: trained.bias, trees: trained.trees.map((text) => parseTree(text, featureNames)) };

// Chosen so that of the bank's model answers, negated or turned into their opposites, at most one in twenty gets full marks.
const severity = 1.1;
// The trees have seen spoilt answers and know the gates; what is left to do by hand is to bound what they may overlook.
const sentenceStrictness = 1.1;
const verbatimProbability = 0.8;
const wordsOfASentence = Math.log1p(5);

/** How a comparison is rated. */
export type Rate = (features: Float64Array) => Rating;

/** Rates a comparison with the shipped model. */
export function rate(features: Float64Array): Rating {
  return ratingOf(features, 1 / (1 + Math.exp(-predictTrees(shipped, features))));
}

/**
 * What follows from a model's closeness: it is multiplied by gates for what overlap cannot see, set by hand, so that none of it makes
 * up for a negation, an opposite, an exchange of roles or a missing sentence.
 */
export function ratingOf(features: Float64Array, closeness: number): Rating {
  const of = (name: FeatureName) => features[index[name]] ?? 0;
  const gates: Gates = {
    sentence: of("sentence"),
    affirmed: of("affirmed"),
    notOpposite: of("notOpposite"),
    sameRoles: of("sameRoles"),
  };
  const denial = Math.min(gates.affirmed, gates.notOpposite, gates.sameRoles);
  // What is said word for word, in one run, is said.
  const verbatim = of("plainRecall") >= 0.97 && of("run") >= 0.6 && denial === 1 &&
    gates.sentence >= 0.6 && of("parts") >= wordsOfASentence;
  const weighed = closeness * gates.sentence ** sentenceStrictness * denial ** severity;
  return { probability: verbatim ? Math.max(weighed, verbatimProbability) : weighed, closeness, gates, denial };
}
