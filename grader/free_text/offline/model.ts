import { column, type FeatureName, featureNames } from "./features.ts";
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
  /** Whether it is said word for word, and nothing contradicts it. */
  readonly verbatim: boolean;
}

const shipped: Trees = { bias: trained.bias, trees: trained.trees.map((text) => parseTree(text, featureNames)) };

const verbatimProbability = 0.8;
// Who does what to whom is told by few words among many; what is denied, asked or merely listed tells nothing, whatever stands in it.
const exchangedFactor = 0.3;
const conflictCost = 0.3;
const affirmedEnough = 0.5;
// Two words are a fragment, and one word in common is a coincidence; a statement's own words in another order, without a sentence, are strewn.
const wordsMin = 3;
const fragmentFactor = 0.5;
const wordsOfANote = 3;
const strewnFactor = 0.6;
const wordsOfASentence = Math.log1p(5);

/** How a comparison is rated. */
export type Rate = (features: Float64Array) => Rating;

/** Rates a comparison with the shipped model. */
export function rate(features: Float64Array): Rating {
  return ratingOf(features, 1 / (1 + Math.exp(-predictTrees(shipped, features))));
}

/**
 * What follows from a model's closeness. The trees have seen spoilt answers and weigh negations, opposites, roles and missing sentences themselves; by hand
 * is bounded what overlap can hide: denials, questions, lists of names and exchanged players. The gates say which of these it was, and refute what is said word for word, see `best_comparison.ts`.
 */
export function ratingOf(features: Float64Array, closeness: number): Rating {
  const of = (name: FeatureName) => features[column[name]] ?? 0;
  const gates: Gates = {
    sentence: of("sentence"),
    affirmed: of("affirmed"),
    notOpposite: of("notOpposite"),
    sameRoles: of("sameRoles"),
  };
  const denial = Math.min(gates.affirmed, gates.notOpposite, gates.sameRoles);
  const words = Math.round(Math.expm1(of("length")));
  const strewn = words > wordsOfANote && gates.sentence < 0.3 && of("pairs") < 0.4 && of("exact") > 0.6;
  const stated = (1 - of("listed")) * (1 - of("asked")) * Math.min(1, gates.affirmed / affirmedEnough) *
    (words < wordsMin || Math.expm1(of("matches")) < 1.5 ? fragmentFactor : 1) * (strewn ? strewnFactor : 1);
  const byWhom = of("exchanged") > 0 ? exchangedFactor : 1 - conflictCost * (1 - gates.sameRoles);
  // What is said word for word, in one run, is said.
  const verbatim = of("plainRecall") >= 0.97 && of("run") >= 0.6 && denial === 1 &&
    gates.sentence >= 0.6 && stated === 1 && of("parts") >= wordsOfASentence;
  const meant = closeness * stated * byWhom;
  return {
    probability: verbatim ? Math.max(meant, verbatimProbability) : meant,
    closeness,
    gates,
    denial,
    verbatim,
  };
}

/** The rating of a statement that is there word for word: nothing in it can deny it, only a question that it stands in. */
export function asRepeated(rating: Rating, features: Float64Array): Rating {
  const stated = 1 - (features[column.asked] ?? 0);
  const probability = Math.max(rating.probability, verbatimProbability * stated);
  const gates = { ...rating.gates, affirmed: 1, notOpposite: 1, sameRoles: 1 };
  return { ...rating, probability, gates, denial: 1, verbatim: rating.verbatim || stated === 1 };
}

// How little is left of a statement that is repeated with a negation, an opposite or an exchange of roles in it.
const severity = 2;

/** Probability that a statement is meant which is said word for word but for what denies it. */
export function refuted({ closeness, denial }: Rating): number {
  return closeness * denial ** severity;
}
