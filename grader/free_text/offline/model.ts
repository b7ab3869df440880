import { type FeatureName, featureNames } from "./features.ts";
import trained from "./model.json" with { type: "json" };

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
const known: Readonly<Record<string, number>> = trained.weights;
const shipped: Weights = {
  weights: Float64Array.from(featureNames, (name) => known[name] ?? 0),
  bias: trained.bias,
};

/** Weights of the logistic model, in the order of `featureNames`. */
export interface Weights {
  readonly weights: Float64Array;
  readonly bias: number;
}

// Chosen so that of the bank's model answers, negated or turned into their opposites, at most one in twenty gets full marks.
const severity = 0.7;

/**
 * Rates a comparison: a logistic model of closeness, times gates for what closeness cannot see. The gates are set by hand, so
 * that no amount of overlap makes up for a negation, an opposite, an exchange of roles or a missing sentence.
 */
export function rate(features: Float64Array, { weights, bias }: Weights = shipped): Rating {
  let logit = bias;
  for (let i = 0; i < weights.length; i++) logit += (weights[i] ?? 0) * (features[i] ?? 0);
  const closeness = 1 / (1 + Math.exp(-logit));
  const of = (name: FeatureName) => features[index[name]] ?? 0;
  const gates: Gates = {
    sentence: of("sentence"),
    affirmed: of("affirmed"),
    notOpposite: of("notOpposite"),
    sameRoles: of("sameRoles"),
  };
  const denial = Math.min(gates.affirmed, gates.notOpposite, gates.sameRoles);
  return { probability: closeness * gates.sentence * denial ** severity, closeness, gates, denial };
}
