import { type FeatureName, featureNames } from "../../grader/free_text/offline/features.ts";
import { idfOf } from "../../grader/free_text/offline/idf.ts";
import { type Rate, type Rating, ratingOf } from "../../grader/free_text/offline/model.ts";
import { predictTrees, type Trees } from "../../grader/free_text/offline/trees.ts";
import type { Question } from "../../question-bank/mod.ts";
import type { Sign } from "./fit_logistic.ts";
import { fitTrees, type TreeOptions } from "./fit_trees.ts";
import { bankPairs, type LabelledPair } from "./pairs.ts";

const positive: readonly FeatureName[] = ["sentence", "affirmed", "notOpposite", "sameRoles", "roleAgreement", "topic"];
const negative: readonly FeatureName[] = [
  ...[
    "negation",
    "unspokenNegation",
    "opposite",
    "opposites",
    "exchanged",
    "roleConflict",
    "otherNumber",
    "listed",
    "asked",
  ] as const,
];
// Whatever else is learned: a contradiction never speaks for a statement, and a sentence's form never against it.
const signs: readonly Sign[] = featureNames.map((name) =>
  positive.includes(name) ? 1 : negative.includes(name) ? -1 : 0
);
const treeOptions: TreeOptions = {
  ...{ signs, trees: 400, leaves: 8, rate: 0.05, rowsMin: 20, ridge: 5, rowShare: 0.7, featureShare: 0.3 },
};

const startWeights: Partial<Record<FeatureName, number>> = {
  ...{ plainRecall: 3, bestClause: 0.5, exact: 0.7, pairs: 1, topic: 1.5, margin: 0.7, roleAgreement: 0.5 },
  ...{ sentence: 1.5, affirmed: 1, notOpposite: 0.5, sameRoles: 0.5, worstMiss: -0.5, otherNumber: -1 },
};

// Which place of an answer is compared depends on the model, and the model on the places: the first round starts from these.
function startRating(features: Float64Array): Rating {
  const logit = featureNames.reduce((sum, name, i) => sum + (startWeights[name] ?? 0) * (features[i] ?? 0), -5);
  return ratingOf(features, 1 / (1 + Math.exp(-logit)));
}

/** How comparisons are rated by trees other than the shipped ones. */
export function rateWith(trees: Trees): Rate {
  return (features) => ratingOf(features, 1 / (1 + Math.exp(-predictTrees(trees, features))));
}

/**
 * Trains the closeness model on the labelled answers of some of a bank's questions. Two rounds: the second looks at the places of the
 * answers that the model of the first finds. What a word weighs is told by the whole bank, which holds no label.
 */
export function closenessTrainer(questions: readonly Question[]): (among: (id: string) => boolean) => Trees {
  const idf = idfOf({ questions });
  let first: readonly LabelledPair[] | undefined;
  return (among) => {
    first ??= bankPairs(questions, { rate: startRating, idf });
    const start = fitTrees(first.filter(({ group }) => among(group)), treeOptions);
    const pairs = bankPairs(questions.filter(({ id }) => among(id)), { rate: rateWith(start), idf });
    return fitTrees(pairs, treeOptions);
  };
}
