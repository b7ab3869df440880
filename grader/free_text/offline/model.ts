import type { FeatureName } from "./features.ts";
import { featureNames } from "./features.ts";
import trained from "./model.json" with { type: "json" };

/** What makes a statement of words, and what spoils it; each in [0, 1]. */
export interface Gates {
  /** 1 for a sentence that a person would write, 0 for words strewn about. */
  readonly syntax: number;
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
}

const index = Object.fromEntries(featureNames.map((name, i) => [name, i])) as Readonly<Record<FeatureName, number>>;
const known: Readonly<Record<string, number>> = trained.weights;
const weights = Float64Array.from(featureNames, (name) => known[name] ?? 0);
const bias = trained.bias;

/** Names the model and the data that made it. */
export const modelVersion: string = trained.version;

/**
 * Rates a comparison: a logistic model of closeness, times gates for what closeness cannot see. The gates are set by hand, so
 * that no amount of overlap makes up for a negation, an opposite, an exchange of roles or a missing sentence.
 */
export function rate(features: Float64Array): Rating {
  let logit = bias;
  for (let i = 0; i < weights.length; i++) logit += (weights[i] ?? 0) * (features[i] ?? 0);
  const closeness = 1 / (1 + Math.exp(-logit));
  const gates = gatesOf(features);
  const denial = Math.min(gates.affirmed, gates.notOpposite, gates.sameRoles);
  return { probability: closeness * gates.syntax * denial, closeness, gates };
}

function gatesOf(features: Float64Array): Gates {
  const of = (name: FeatureName) => features[index[name]] ?? 0;
  const words = Math.expm1(of("length"));
  const fluency = of("fluency");
  // Function words hold a sentence together; a fluent note can do without.
  const sentence = ramp(fluency, -0.35, -0.05) *
    Math.max(ramp(of("functionShare"), 0.05, 0.2), ramp(fluency, 0.2, 0.4));
  return {
    syntax: words >= 4 ? sentence : 0.6,
    affirmed: 1 - ramp(of("negation"), 0.25, 0.5),
    notOpposite: 1 - ramp(of("opposite"), 0.1, 0.3),
    sameRoles: 1 - ramp(of("roleConflict"), 0.3, 0.6),
  };
}

function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
